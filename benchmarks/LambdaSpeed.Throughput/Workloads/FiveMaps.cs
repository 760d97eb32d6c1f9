using System.Runtime.CompilerServices;

namespace LambdaSpeed.Throughput.Workloads;

/// <summary>The maps of W4, once as five lambdas for engines that take functions, once written out by hand.</summary>
public static class FiveMaps
{
    public static Func<long, long> First { get; } = x => x * 31 + 7;

    public static Func<long, long> Second { get; } = x => x ^ (x >>> 7);

    public static Func<long, long> Third { get; } = x => x * 0x5851F42D + 11;

    public static Func<long, long> Fourth { get; } = x => x ^ (x >>> 13);

    public static Func<long, long> Fifth { get; } = x => x + (x << 3);

    public static IReadOnlyList<Func<long, long>> Lambdas { get; } = [First, Second, Third, Fourth, Fifth];

    /// <summary>All five, as one would write them by hand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Inline(long x)
    {
        x = x * 31 + 7;
        x ^= x >>> 7;
        x = x * 0x5851F42D + 11;
        x ^= x >>> 13;
        return x + (x << 3);
    }

    /// <summary>The key by which mapped values are summed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long KeyOf(long mapped) => mapped & 1023;
}
