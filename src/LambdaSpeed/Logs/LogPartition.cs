using System.Diagnostics;

namespace LambdaSpeed.Logs;

/// <summary>A partition as its readers see it: a chain of segments whose last one grows.</summary>
/// <remarks>Safe for use by several threads.</remarks>
[DebuggerDisplay("partition {Index}: {FirstOffset} to {EndOffset}")]
internal abstract class LogPartition(SegmentFiles files)
{
    private volatile LogSegment _first = null!; // set before the partition is seen; moved by retention

    public int Index => Files.Partition;

    public SegmentFiles Files { get; } = files;

    /// <summary>The oldest segment that is kept.</summary>
    public LogSegment First
    {
        get => _first;
        protected set => _first = value;
    }

    public long FirstOffset => First.BaseOffset;

    /// <summary>The offset behind the last record that can be read; what was appended but not written yet is written first.</summary>
    public abstract long EndOffset { get; }

    /// <summary>The offset that the next record gets; what was appended may not be readable up to there yet.</summary>
    public virtual long NextOffset => EndOffset;

    /// <summary>Whether another process appends: then the last frame may be incomplete, or not whole yet.</summary>
    public abstract bool IsFollowing { get; }

    /// <summary>How often records were withdrawn.</summary>
    public abstract int Generation { get; }

    /// <summary>Whether records before an offset, read in a generation, were withdrawn since.</summary>
    public abstract bool IsWithdrawn(int generation, long offset);

    /// <summary>Makes all records before an offset durable; waits for it, and shares the sync with whoever else waits.</summary>
    /// <exception cref="LogWriteException">It failed, or the records were withdrawn.</exception>
    public abstract void Sync(long offset, int generation);

    /// <summary>Has a reader wait for its bell; false when there is something to read after all.</summary>
    /// <param name="bell">The bell.</param>
    /// <param name="segment">The segment it reads.</param>
    /// <param name="seenBytes">Up to where it has looked in vain.</param>
    public abstract bool TryLieDown(ReaderBell bell, LogSegment segment, long seenBytes);

    /// <summary>Has a bell not ring any more.</summary>
    public abstract void GetUp(ReaderBell bell);

    /// <summary>The segment that holds an offset; the last one for offsets behind the end, the first for those before the start.</summary>
    public LogSegment SegmentOf(long offset)
    {
        var segment = First;
        while (segment.Next is { } next && next.BaseOffset <= offset) segment = next;
        return segment;
    }

    /// <summary>A place at or before which an offset is to be found in a segment.</summary>
    public virtual IndexEntry Locate(LogSegment segment, long offset) => IndexOf(segment).Find(offset);

    /// <summary>A place before which everything in a segment is earlier than a time.</summary>
    public virtual IndexEntry LocateTime(LogSegment segment, long ticks) => IndexOf(segment).FindTime(ticks);

    /// <summary>Reads a segment's frames from a place on.</summary>
    public FrameReader ReadFrom(LogSegment segment, IndexEntry place) =>
        new(Files.OpenRead(segment.BaseOffset), segment.Seed, place.Position, place.Offset);

    /// <summary>The index of a segment that does not grow here: the saved one, or one made from its frames.</summary>
    private SegmentIndex IndexOf(LogSegment segment)
    {
        if (segment.Next is not null && Files.LoadIndex(segment) is { } saved) return saved;

        var index = new SegmentIndex(segment.BaseOffset);
        using var frames = ReadFrom(segment, IndexEntry.StartOf(segment.BaseOffset));
        var maxTimestamp = long.MinValue;
        var place = IndexEntry.StartOf(segment.BaseOffset);
        while (frames.TryNext(segment.ReadableBytes) == FrameStatus.Whole)
        {
            index.Note(place);
            if (frames.Header.Count > 0) maxTimestamp = Math.Max(maxTimestamp, frames.Header.MaxTimestamp);
            place = new IndexEntry(frames.NextOffset, frames.Position, maxTimestamp);
        }
        return index;
    }
}
