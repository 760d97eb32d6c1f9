namespace LambdaSpeed.Logs;

/// <summary>At the first record that is not before a time.</summary>
internal sealed class TimeStart(DateTimeOffset time) : LogStart
{
    public override string ToString() => $"{time:O}";

    internal override long Resolve(ReplayLog log, LogPartition partition) => TimeSearch.Find(partition, time.UtcTicks);
}
