namespace LambdaSpeed.Logs;

/// <summary>Records are synced in the background, within an interval.</summary>
internal sealed class IntervalDurability(TimeSpan interval) : LogDurability
{
    internal override TimeSpan? SyncInterval => interval;

    public override string ToString() => $"within {interval}";
}
