namespace LambdaSpeed.Logs;

/// <summary>Wakes a reader that has read all there was.</summary>
/// <remarks>All members but <see cref="Wake"/> are touched under the lock of the partition.</remarks>
internal sealed class ReaderBell(Action wake)
{
    /// <summary>Called once for each time the reader lay down, without any lock held, on the thread that made the data readable.</summary>
    public Action Wake { get; } = wake;

    public bool IsIdle { get; set; }

    /// <summary>The segment at whose end the reader waits.</summary>
    public LogSegment? Segment { get; set; }

    /// <summary>Up to where the reader has looked in vain.</summary>
    public long SeenBytes { get; set; }

    /// <summary>Whether there is more than the reader has seen.</summary>
    public bool IsDue => Segment is { } segment && (segment.Next is not null || segment.ReadableBytes > SeenBytes);
}
