namespace LambdaSpeed.Logs;

/// <summary>Where a named consumer has got to.</summary>
internal sealed class StoredStart(string consumer) : LogStart
{
    public override string ToString() => $"where consumer '{consumer}' is";

    internal override long Resolve(ReplayLog log, LogPartition partition) =>
        log.Consumers.OffsetOf(consumer, partition.Index) ?? partition.FirstOffset;
}
