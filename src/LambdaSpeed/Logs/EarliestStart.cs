namespace LambdaSpeed.Logs;

/// <summary>At the first record that is kept.</summary>
internal sealed class EarliestStart : LogStart
{
    public override string ToString() => "earliest";

    internal override long Resolve(ReplayLog log, LogPartition partition) => partition.FirstOffset;
}
