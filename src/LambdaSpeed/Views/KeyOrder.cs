using System.Runtime.CompilerServices;

namespace LambdaSpeed.Views;

/// <summary>The default order of keys: strings by code unit wherever they stand, so that no culture shows in a result.</summary>
internal sealed class KeyOrder<TKey> : IComparer<TKey>
{
    public static readonly IComparer<TKey> Default =
        typeof(TKey) == typeof(string) ? (IComparer<TKey>)(object)StringComparer.Ordinal
        : typeof(ITuple).IsAssignableFrom(typeof(TKey)) ? new KeyOrder<TKey>()
        : Comparer<TKey>.Default;

    public int Compare(TKey? x, TKey? y)
    {
        if (x is not ITuple left || y is not ITuple right) return Comparer<TKey>.Default.Compare(x, y);

        for (var i = 0; i < left.Length; i++)
        {
            var order = left[i] is string text
                ? string.CompareOrdinal(text, right[i] as string)
                : System.Collections.Comparer.DefaultInvariant.Compare(left[i], right[i]);
            if (order != 0) return order;
        }
        return 0;
    }
}
