namespace LambdaSpeed.Streams;

/// <summary>The numbers that stand for a watermark inside the engine: ticks of 100 ns since 0001-01-01 UTC, or one of these.</summary>
internal static class Watermark
{
    /// <summary>There is none (yet).</summary>
    public const long None = 0;

    /// <summary>The sender has been silent for so long that nobody is to wait for it. Every number below zero says that: see
    /// <see cref="IdleAt"/>.</summary>
    public const long Idle = -1;

    /// <summary>The input is at its true end: everything is complete.</summary>
    public static readonly long Final = DateTime.MaxValue.Ticks;

    /// <summary>The sender is silent, and has come so far by the clock: that counts once nobody else is live.</summary>
    public static long IdleAt(long time) => time > None ? -time : Idle;

    /// <summary>Is nobody to wait for the sender?</summary>
    public static bool IsIdle(long watermark) => watermark < None;

    /// <summary>How far the sender has come, silent or not; none where a silent one has not said.</summary>
    public static long TimeOf(long watermark) => watermark == Idle ? None : Math.Abs(watermark);

    /// <summary>Does it say a time?</summary>
    public static bool IsTime(long watermark) => watermark > None && watermark != Final;

    /// <summary>What is passed on when results may be so many ticks behind; what is no time stays what it is.</summary>
    public static long HoldBack(long watermark, long ticks) =>
        IsTime(watermark) ? Math.Max(None, watermark - ticks)
        : IsIdle(watermark) ? IdleAt(TimeOf(watermark) - ticks)
        : watermark;

    /// <summary>As users see it: null when there is none. That of 1 says that tuples have come from which no time follows.</summary>
    public static DateTimeOffset? ToTime(long watermark) =>
        TimeOf(watermark) is > None + 1 and var time ? new DateTimeOffset(time, TimeSpan.Zero) : null;
}
