namespace LambdaSpeed.Throughput.Contenders;

/// <summary>The work on one number, as type so that the JIT writes it into the loops of hand-written contenders.</summary>
public interface IStep
{
    /// <summary>What happens before the number is sent to the owner of its key.</summary>
    static abstract long Map(long value);

    static abstract long KeyOf(long mapped);

    static abstract long AmountOf(long mapped);
}
