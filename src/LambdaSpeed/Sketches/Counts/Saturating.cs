using System.Runtime.CompilerServices;

namespace LambdaSpeed.Sketches.Counts;

/// <summary>Sums of weights that stop at the ends of a <see cref="long"/>: a count that has gone over says the most it can, and never
/// begins anew.</summary>
internal static class Saturating
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Sum(long left, long right)
    {
        var sum = unchecked(left + right);
        if (((left ^ sum) & (right ^ sum)) >= 0) return sum;

        return left < 0 ? long.MinValue : long.MaxValue;
    }

    /// <summary>The weight without its sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Magnitude(long weight) => weight == long.MinValue ? long.MaxValue : Math.Abs(weight);
}
