using System.Collections;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.Views;

/// <summary>The default order of keys: strings by code unit, also within tuples however deep, so that no culture shows in a
/// result.</summary>
internal sealed class KeyOrder<TKey> : IComparer<TKey>
{
    private static readonly IComparer<TKey> Default =
        typeof(TKey) == typeof(string) ? (IComparer<TKey>)(object)StringComparer.Ordinal
        : typeof(ITuple).IsAssignableFrom(typeof(TKey)) ? new KeyOrder<TKey>()
        : Comparer<TKey>.Default;

    private static readonly bool HasDefault = MayCompare(typeof(TKey))
        || (typeof(IComparable<TKey>).IsAssignableFrom(typeof(TKey)) && !typeof(ITuple).IsAssignableFrom(typeof(TKey)));

    /// <summary>The order for a read of a view: the one that was asked for, or the default one.</summary>
    /// <exception cref="InvalidOperationException">Neither was one asked for, nor do the keys have one.</exception>
    public static IComparer<TKey> For(string view, IComparer<TKey>? comparer) => comparer ?? (HasDefault ? Default
        : throw new InvalidOperationException(
            $"View '{view}' has no order to give its keys in: {typeof(TKey)}, or part of it, cannot be compared. " +
            $"Remedy: implement IComparable<{typeof(TKey).Name}>, or IComparable in a part of a tuple, or pass a comparer."));

    public int Compare(TKey? x, TKey? y) => CompareParts(x, y);

    private static int CompareParts(object? x, object? y)
    {
        if (x is string text) return string.CompareOrdinal(text, y as string);
        if (x is not ITuple left || y is not ITuple right) return Comparer.DefaultInvariant.Compare(x, y);

        for (var i = 0; i < left.Length; i++)
        {
            var order = CompareParts(left[i], right[i]);
            if (order != 0) return order;
        }
        return 0;
    }

    /// <summary>Can values of the type be compared without knowing it, as far as it tells? Of a tuple its parts decide.</summary>
    private static bool MayCompare(Type type) => typeof(ITuple).IsAssignableFrom(type)
        ? type.GetGenericArguments().All(MayCompare)
        : typeof(IComparable).IsAssignableFrom(type) || type.IsInterface || type == typeof(object)
          || Nullable.GetUnderlyingType(type) is not null;
}
