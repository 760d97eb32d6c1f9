namespace LambdaSpeed.Throughput.Contenders;

/// <summary>W1: nothing to map, one for each key.</summary>
public readonly struct CountStep : IStep
{
    public static long Map(long value) => value;

    public static long KeyOf(long mapped) => mapped;

    public static long AmountOf(long mapped) => 1;
}
