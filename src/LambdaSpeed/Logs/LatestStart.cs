namespace LambdaSpeed.Logs;

/// <summary>Behind the last record.</summary>
internal sealed class LatestStart : LogStart
{
    public override string ToString() => "latest";

    internal override long Resolve(ReplayLog log, LogPartition partition) => partition.EndOffset;
}
