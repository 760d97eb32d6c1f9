using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <summary>When appended records are made durable, so that they survive a failure of power or kernel.</summary>
/// <remarks>Whatever the policy: a run syncs its source before it commits an epoch, <c>ReplayLog.SyncAsync</c> syncs when asked to,
/// and what a process has handed to the kernel survives the death of the process.</remarks>
public abstract class LogDurability
{
    private protected LogDurability()
    {
    }

    /// <summary>Never unasked: a crash of the machine may take what the kernel had not written yet, some 30 seconds. The fastest.</summary>
    public static LogDurability None { get; } = new NoDurability();

    /// <summary>Before an append is answered: nothing that was acknowledged is ever lost. Costs a sync of the disk, 0.2 to 10 ms, for each
    /// append, shared by all that wait at the same time.</summary>
    public static LogDurability EveryAppend { get; } = new AppendDurability();

    /// <summary>Whether an append is answered only when it is durable.</summary>
    internal virtual bool SyncsAppends => false;

    /// <summary>How long a record may stay unsynced; null for any time.</summary>
    internal virtual TimeSpan? SyncInterval => null;

    /// <summary>Within a time after the append, in the background: a crash of the machine takes at most what was appended in that time.
    /// Costs a sync per interval while there is something to sync.</summary>
    /// <param name="interval">How long a record may stay unsynced; more than zero, at most a day.</param>
    public static LogDurability Interval(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(interval, TimeSpan.FromDays(1));
        return new IntervalDurability(interval);
    }
}
