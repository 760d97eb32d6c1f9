namespace LambdaSpeed.Sketches.Kll;

/// <summary>Keeps every other one of sorted items.</summary>
internal static class KllHalving
{
    /// <summary>Moves the kept ones to the front of their range.</summary>
    public static void Down<TItem>(TItem[] items, int start, int count, int offset)
    {
        for (int to = start, from = start + offset; to < start + (count / 2); to++, from += 2) items[to] = items[from];
    }

    /// <summary>Moves the kept ones to the end of their range.</summary>
    public static void Up<TItem>(TItem[] items, int start, int count, int offset)
    {
        var end = start + count - 1;
        for (int to = end, from = end - offset; to >= start + (count / 2); to--, from -= 2) items[to] = items[from];
    }
}
