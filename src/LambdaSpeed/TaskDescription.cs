namespace LambdaSpeed;

/// <summary>A task of a running graph.</summary>
/// <param name="Id">The number within the run, from 0.</param>
/// <param name="Name">The components fused in it, joined by a plus sign.</param>
/// <param name="Status">Whether it waits, is queued, is being stepped or has ended.</param>
/// <param name="BlockedFor">How long a full edge has kept it from working.</param>
public sealed record TaskDescription(int Id, string Name, string Status, TimeSpan BlockedFor)
{
    /// <summary>How far event time has come at the end of the task; null without a watermark.</summary>
    public DateTimeOffset? Watermark { get; init; }

    /// <summary>By how much event time is behind the run's clock at the end of the task; negative when it is ahead, null without a
    /// watermark or once the sources have ended. Of old data that is read anew, it is as much as the data is old.</summary>
    public TimeSpan? EventTimeLag { get; init; }
}
