using System.Runtime.CompilerServices;

namespace LambdaSpeed.Sketches.Kll;

/// <summary>The order of items: numbers by size, strings by code units.</summary>
internal static class ItemOrder<TItem>
{
    private const int FewItems = 16; // sorted by insertion, which is what the lowest level of a long stream asks for

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLess(TItem left, TItem right)
    {
        // without NaN, which no sketch keeps, the operator is enough; the JIT leaves one branch for each type
        if (typeof(TItem) == typeof(double)) return Unsafe.As<TItem, double>(ref left) < Unsafe.As<TItem, double>(ref right);
        if (typeof(TItem) == typeof(float)) return Unsafe.As<TItem, float>(ref left) < Unsafe.As<TItem, float>(ref right);
        if (typeof(TItem) == typeof(long)) return Unsafe.As<TItem, long>(ref left) < Unsafe.As<TItem, long>(ref right);
        return Compare(left, right) < 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Compare(TItem left, TItem right) => typeof(TItem) == typeof(string)
        ? string.CompareOrdinal((string?)(object?)left, (string?)(object?)right)
        : Comparer<TItem>.Default.Compare(left, right);

    public static void Sort(Span<TItem> items)
    {
        if (items.Length <= FewItems) SortFew(items);
        else if (typeof(TItem) == typeof(string)) items.Sort(static (left, right) => Compare(left, right));
        else items.Sort();
    }

    public static bool IsSorted(ReadOnlySpan<TItem> items)
    {
        for (var i = 1; i < items.Length; i++)
        {
            if (IsLess(items[i], items[i - 1])) return false;
        }

        return true;
    }

    private static void SortFew(Span<TItem> items)
    {
        for (var i = 1; i < items.Length; i++)
        {
            var item = items[i];
            var at = i;
            for (; at > 0 && IsLess(item, items[at - 1]); at--) items[at] = items[at - 1];
            items[at] = item;
        }
    }

    /// <summary>Merges two sorted parts of one array; the right part ends where the result ends.</summary>
    public static void MergeUp(TItem[] items, int left, int leftCount, int right, int rightCount, int into)
    {
        int leftEnd = left + leftCount, rightEnd = right + rightCount;
        for (var at = into; at < into + leftCount + rightCount; at++)
        {
            var takesLeft = left < leftEnd && (right == rightEnd || IsLess(items[left], items[right]));
            items[at] = takesLeft ? items[left++] : items[right++];
        }
    }
}
