namespace LambdaSpeed.Logs;

/// <summary>Cuts the end off a partition that nobody has open.</summary>
internal sealed class PartitionTruncation(SegmentFiles files)
{
    /// <summary>Gives up every record from an offset on, and every segment behind it, the newest first: a crash leaves a partition that
    /// ends somewhere between.</summary>
    public void CutAt(long offset)
    {
        var bases = files.Bases();
        var kept = bases.FindLastIndex(baseOffset => baseOffset <= offset);
        if (kept < 0)
        {
            var first = bases.Count > 0 ? bases[0] : 0;
            throw LogPositionException.Expired(new LogPosition(files.Partition, offset), first, first);
        }

        // a segment whose header is damaged can only be given up whole
        if (kept > 0 && bases[kept] == offset) kept--;
        var segment = files.Load(bases[kept]);
        if (kept + 1 < bases.Count) TryLimit(segment, bases[kept + 1]);
        var place = FindCut(segment, offset); // before anything is deleted: it may fail
        for (var i = bases.Count - 1; i > kept; i--) files.Delete(bases[i]);
        Cut(segment, place, offset);
    }

    /// <summary>What lies behind the valid part of an ended segment is none of its frames.</summary>
    private void TryLimit(LogSegment segment, long nextBase)
    {
        try
        {
            var next = files.Load(nextBase);
            if (next.Header.PreviousBase == segment.BaseOffset) segment.ReadableBytes = next.Header.PreviousBytes;
        }
        catch (LogCorruptionException)
        {
            // it is given up anyway
        }
    }

    /// <summary>The frame that holds the offset, or the end when that is the offset.</summary>
    private IndexEntry FindCut(LogSegment segment, long offset)
    {
        using var frames = Read(segment, IndexEntry.StartOf(segment.BaseOffset));
        var place = IndexEntry.StartOf(segment.BaseOffset);
        while (true)
        {
            var status = frames.TryNext(segment.ReadableBytes);
            if (status == FrameStatus.Whole && frames.NextOffset <= offset)
            {
                place = new IndexEntry(frames.NextOffset, frames.Position, 0);
                continue;
            }
            if (status == FrameStatus.Whole || place.Offset == offset) return place;

            var position = new LogPosition(files.Partition, place.Offset);
            if (status == FrameStatus.End) throw LogPositionException.BeyondEnd(position, segment.BaseOffset, place.Offset);
            throw new LogCorruptionException(
                frames.FileName, place.Position, position, "a record before the place to cut at cannot be read", place.Offset);
        }
    }

    /// <summary>Cuts before a frame, and puts back those of its records that are kept.</summary>
    private void Cut(LogSegment segment, IndexEntry place, long offset)
    {
        var head = HeadOf(segment, place, (int)(offset - place.Offset));
        files.DeleteIndex(segment.BaseOffset); // of what is no more; it can be made again
        if (head.Length > 0)
        {
            files.ReplaceEnd(segment.BaseOffset, place.Position, head); // a frame that is only partly written over would be damage
            return;
        }
        using var file = files.Open(segment.BaseOffset);
        file.SetLength(place.Position);
        file.Sync();
    }

    private byte[] HeadOf(LogSegment segment, IndexEntry place, int count)
    {
        if (count == 0) return [];

        using var frames = Read(segment, place);
        frames.TryNext(segment.ReadableBytes);
        var at = frames.BodyStart;
        for (var i = 0; i < count; i++) RecordFormat.TryRead(frames.Buffer.AsSpan(0, frames.BodyEnd), ref at, out _);

        var head = frames.Buffer.AsSpan(frames.BodyStart - FrameHeader.Bytes, FrameHeader.Bytes + at - frames.BodyStart).ToArray();
        var header = frames.Header with { BodyBytes = head.Length - FrameHeader.Bytes, Count = count };
        header.Seal(head, segment.Seed);
        return head;
    }

    private FrameReader Read(LogSegment segment, IndexEntry place) =>
        new(files.OpenRead(segment.BaseOffset), segment.Seed, place.Position, place.Offset);
}
