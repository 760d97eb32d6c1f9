using LambdaSpeed.Diagnostics;
using LambdaSpeed.Storage;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Logs;

/// <summary>Finds out what a partition holds when it is opened.</summary>
/// <remarks>
/// Every segment but the last was durable before the next one was made, so only the last is read. Behind its last whole frame may stand
/// what a crash left of frames that were never synced; that is cut off. Every frame says up to where everything was durable when it was
/// made: when one behind the damage says so of the damaged place, no crash did it, and nothing is cut.
/// </remarks>
internal static class PartitionRecovery
{
    private const int BlockBytes = 256 << 10;

    /// <summary>Links the segments there are; the last one is readable up to the end of its file. Null when there is none.</summary>
    /// <exception cref="LogCorruptionException">One is missing, or has no valid header.</exception>
    public static (LogSegment First, LogSegment Last)? Link(SegmentFiles files)
    {
        LogSegment? first = null, last = null;
        foreach (var baseOffset in files.Bases())
        {
            var segment = files.Load(baseOffset);
            if (last is not null) Join(files, last, segment);
            first ??= segment;
            last = segment;
        }
        return first is null || last is null ? null : (first, last);
    }

    /// <summary>Appends a segment to the one before it, which is final by that.</summary>
    public static void Join(SegmentFiles files, LogSegment last, LogSegment segment)
    {
        if (segment.Header.PreviousBase != last.BaseOffset)
        {
            throw new LogCorruptionException(
                files.PathOf(segment.Header.PreviousBase), 0, new LogPosition(files.Partition, segment.Header.PreviousBase),
                $"the file is missing, between '{files.PathOf(last.BaseOffset)}' and '{files.PathOf(segment.BaseOffset)}'",
                segment.BaseOffset);
        }
        last.MaxTimestamp = segment.Header.PreviousMaxTimestamp;
        last.ReadableBytes = segment.Header.PreviousBytes;
        last.Next = segment;
    }

    /// <summary>Reads the last segment, cuts off its torn end, and makes what is left durable.</summary>
    /// <returns>The offset behind its last record.</returns>
    /// <exception cref="LogCorruptionException">It is damaged where it was durable.</exception>
    public static long Mend(SegmentFiles files, LogSegment last, SegmentIndex index, ILogger logger)
    {
        using var file = files.Open(last.BaseOffset);
        var length = file.Length;
        using var frames = new FrameReader(files.OpenRead(last.BaseOffset), last.Seed, SegmentHeader.Bytes, last.BaseOffset);
        var place = IndexEntry.StartOf(last.BaseOffset);
        var durable = 0L;
        FrameStatus status;
        while ((status = frames.TryNext(length)) == FrameStatus.Whole)
        {
            index.Note(place);
            durable = Math.Max(durable, frames.Header.DurableOffset);
            if (frames.Header.Count > 0) last.MaxTimestamp = Math.Max(last.MaxTimestamp, frames.Header.MaxTimestamp);
            place = new IndexEntry(frames.NextOffset, frames.Position, last.MaxTimestamp);
        }

        if (status != FrameStatus.End)
        {
            RequireTorn(files, file, last, frames, length);
            LogMessages.TornTailCut(logger, file.Name, frames.Position, length - frames.Position, frames.NextOffset);
            file.SetLength(frames.Position);
        }
        WriteAgain(file, index.Find(durable).Position, frames.Position);
        file.Sync();
        files.SyncNames();
        last.ReadableBytes = frames.Position;
        return frames.NextOffset;
    }

    private static void RequireTorn(SegmentFiles files, IStorageFile file, LogSegment segment, FrameReader at, long length)
    {
        if (FrameSearch.BehindDamage(file, segment.Seed, at, length) is not { } behind) return;

        throw new LogCorruptionException(
            file.Name, at.Position, new LogPosition(files.Partition, at.NextOffset),
            "the frame there is not as it was written, though a frame behind it says that it was durable", behind.Header.BaseOffset);
    }

    /// <summary>Writes bytes that are in the file once more. Should a sync have failed before the process died, the kernel holds them for
    /// written though they are not, and only bytes that were written since are part of the next sync.</summary>
    private static void WriteAgain(IStorageFile file, long position, long end)
    {
        var block = new byte[Math.Min(BlockBytes, end - position)];
        for (; position < end; position += block.Length)
        {
            var read = file.Read(position, block.AsSpan(0, (int)Math.Min(block.Length, end - position)));
            if (read == 0) break;
            file.Write(position, block.AsSpan(0, read));
        }
    }
}
