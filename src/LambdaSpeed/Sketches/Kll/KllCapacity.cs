namespace LambdaSpeed.Sketches.Kll;

/// <summary>How many items each level may have: k at the top, two thirds of the level above below it, never under 8.</summary>
internal static class KllCapacity
{
    public const int LeastLevelCapacity = 8;
    public const int MaxLevels = 61;
    public const int MaxReadLevels = 56; // more items than any stream has; leaves room to merge

    private const int DepthInOneGo = 30; // 2k · 2^depth stays within 64 bits

    public static int OfLevel(int k, int levels, int level)
    {
        var depth = levels - level - 1;
        var capacity = depth <= DepthInOneGo
            ? Shrink(k, depth)
            : Shrink(Shrink(k, depth / 2), depth - (depth / 2));
        return Math.Max(LeastLevelCapacity, capacity);
    }

    public static int OfAll(int k, int levels)
    {
        var all = 0;
        for (var i = 0; i < levels; i++) all += OfLevel(k, levels, i);
        return all;
    }

    /// <summary>k · (2/3)^depth, rounded.</summary>
    private static int Shrink(int k, int depth)
    {
        var power = 1L;
        for (var i = 0; i < depth; i++) power *= 3;
        return (int)((((2L * k) << depth) / power + 1) >> 1);
    }
}
