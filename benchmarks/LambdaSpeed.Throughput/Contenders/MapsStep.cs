using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>W4: five maps written out, then the value itself for its key.</summary>
public readonly struct MapsStep : IStep
{
    public static long Map(long value) => FiveMaps.Inline(value);

    public static long KeyOf(long mapped) => FiveMaps.KeyOf(mapped);

    public static long AmountOf(long mapped) => mapped;
}
