namespace LambdaSpeed.Testing;

/// <summary>A snapshot some of whose writes fail.</summary>
/// <param name="inner">The snapshot.</param>
/// <param name="writes">Which ones.</param>
/// <param name="asSeen">What the run sees of a failure.</param>
internal sealed class FlakySnapshot(ICheckpointSnapshot inner, FaultPlan writes, Func<Exception, Exception> asSeen) : ICheckpointSnapshot
{
    private const string What = "write of a snapshot";

    public EpochId Epoch => inner.Epoch;

    public void Write(ChangeBlock block) => writes.Inject(What, () => inner.Write(block), asSeen);

    public void Complete(EpochId through) => writes.Inject(What, () => inner.Complete(through), asSeen);

    public void Dispose() => inner.Dispose();
}
