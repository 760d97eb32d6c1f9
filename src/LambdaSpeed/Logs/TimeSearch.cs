namespace LambdaSpeed.Logs;

/// <summary>Finds the first record that is not before a time.</summary>
internal static class TimeSearch
{
    /// <summary>The offset of that record; the partition's end when all are before.</summary>
    /// <remarks>Records need not be in the order of their times: the first one in the order of the log counts.</remarks>
    public static long Find(LogPartition partition, long ticks)
    {
        var end = partition.EndOffset; // what is appended meanwhile is not looked at
        for (var segment = partition.First; segment is not null; segment = segment.Next)
        {
            if (segment.Next is not null && segment.MaxTimestamp < ticks) continue;
            if (FindIn(partition, segment, ticks) is { } offset) return Math.Min(offset, end);
        }
        return end;
    }

    private static long? FindIn(LogPartition partition, LogSegment segment, long ticks)
    {
        var place = partition.LocateTime(segment, ticks);
        using var frames = partition.ReadFrom(segment, place);
        while (frames.TryNext(segment.ReadableBytes) == FrameStatus.Whole)
        {
            var header = frames.Header;
            if (header.Count == 0 || header.MaxTimestamp < ticks) continue;

            var at = frames.BodyStart;
            for (var i = 0; i < header.Count; i++)
            {
                if (!RecordFormat.TryRead(frames.Buffer.AsSpan(0, frames.BodyEnd), ref at, out var slice)) return null;
                if (header.BaseTimestamp + slice.TimestampDelta >= ticks) return header.BaseOffset + i;
            }
        }
        return null;
    }
}
