namespace LambdaSpeed.Logs;

/// <summary>Decides which old segments of a partition retention still keeps, at one moment.</summary>
/// <param name="options">How long and how much is kept.</param>
/// <param name="now">In UTC ticks.</param>
/// <param name="hold">The first offset that somebody still needs; null when nobody does.</param>
internal sealed class KeptSegments(ReplayLogOptions options, long now, long? hold)
{
    private readonly long _oldestKept = options.RetentionAge is { } age ? now - age.Ticks : long.MinValue;
    private readonly long? _hold = options.MayPassConsumers ? null : hold;

    /// <summary>Whether the oldest segment, which is not the last one, is to go.</summary>
    public bool MayDelete(LogSegment first)
    {
        if (_hold is { } held && first.Next!.BaseOffset > held) return false;
        return IsTooOld(first) || IsTooMuch(first);
    }

    /// <summary>Whether all records of a partition, which stand in its last segment, are too old: the segment has to end to be
    /// deleted.</summary>
    public bool IsOutdated(LogSegment last, long endOffset) =>
        endOffset > last.BaseOffset && IsTooOld(last) && !(_hold < endOffset);

    private bool IsTooOld(LogSegment segment) => segment.MaxTimestamp < _oldestKept;

    private bool IsTooMuch(LogSegment first)
    {
        if (options.RetentionBytes is not { } most) return false;

        var total = 0L;
        for (var segment = first; segment is not null; segment = segment.Next) total += segment.ReadableBytes;
        return total > most;
    }
}
