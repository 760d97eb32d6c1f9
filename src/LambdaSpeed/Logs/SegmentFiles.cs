using LambdaSpeed.Storage;

namespace LambdaSpeed.Logs;

/// <summary>The files of one partition.</summary>
/// <remarks>A segment's name is made durable only together with its header, by renaming a complete file: a segment without a valid
/// header is damage, never the work of a crash.</remarks>
internal sealed class SegmentFiles(IStorage storage, UInt128 logId, int partition)
{
    private const string UnfinishedExtension = ".new";
    private const long CopiedAtOnce = 1 << 20;

    public int Partition => partition;

    public UInt128 LogId => logId;

    public string Directory => storage.Name;

    public string PathOf(long baseOffset) => $"{storage.Name}/{SegmentHeader.FileName(baseOffset)}";

    /// <summary>The base offsets of the segments, ascending.</summary>
    public List<long> Bases()
    {
        var bases = new List<long>();
        foreach (var name in storage.List())
        {
            if (SegmentHeader.TryParseName(name, out var baseOffset)) bases.Add(baseOffset);
        }
        bases.Sort();
        return bases;
    }

    /// <summary>Deletes what a crash left unfinished.</summary>
    public void DeleteUnfinished()
    {
        foreach (var name in storage.List())
        {
            if (name.EndsWith(UnfinishedExtension, StringComparison.Ordinal)) storage.Delete(name);
        }
    }

    /// <summary>Makes a segment that has its header and nothing else, durably; takes the place of one with the same base.</summary>
    public LogSegment Create(SegmentHeader header)
    {
        Span<byte> bytes = stackalloc byte[SegmentHeader.Bytes];
        var seed = header.Write(bytes);
        Replace(SegmentHeader.FileName(header.BaseOffset), bytes, isSynced: true);
        storage.SyncNames();
        return new LogSegment(header, seed, SegmentHeader.Bytes, long.MinValue);
    }

    public IStorageFile Open(long baseOffset) => storage.Open(SegmentHeader.FileName(baseOffset));

    public IStorageFile OpenRead(long baseOffset) => storage.OpenRead(SegmentHeader.FileName(baseOffset));

    public long LengthOf(long baseOffset)
    {
        using var file = OpenRead(baseOffset);
        return file.Length;
    }

    public void SyncNames() => storage.SyncNames();

    /// <summary>Reads a segment's header; its readable bytes are those of the file.</summary>
    /// <exception cref="LogCorruptionException">There is no valid header.</exception>
    /// <exception cref="LogMismatchException">It is of another log, or of a newer format.</exception>
    public LogSegment Load(long baseOffset)
    {
        using var file = OpenRead(baseOffset);
        Span<byte> bytes = stackalloc byte[SegmentHeader.Bytes];
        var read = file.Read(0, bytes);
        if (!SegmentHeader.TryRead(bytes[..read], out var header, out var seed, out var version))
        {
            throw new LogCorruptionException(file.Name, 0, new LogPosition(partition, baseOffset), "it has no valid segment header");
        }
        if (version != SegmentHeader.Version)
        {
            throw new LogMismatchException(
                $"'{file.Name}' has version {version} of the segment format; this program knows version {SegmentHeader.Version}. " +
                "Remedy: read it with the newer version of LambdaSpeed that wrote it.");
        }
        if (header.LogId != logId || header.Partition != partition || header.BaseOffset != baseOffset)
        {
            throw new LogMismatchException(
                $"'{file.Name}' says that it is segment {header.BaseOffset} of partition {header.Partition} of log {header.LogId:x32}, " +
                $"but it lies in partition {partition} of log {logId:x32}. Remedy: move files between logs never; copy whole logs.");
        }
        return new LogSegment(header, seed, Math.Max(file.Length, SegmentHeader.Bytes), long.MinValue);
    }

    /// <summary>Deletes a segment, durably before the call returns, so that a later one is never gone before an earlier one.</summary>
    public void Delete(long baseOffset)
    {
        storage.Delete(SegmentHeader.IndexName(baseOffset));
        storage.Delete(SegmentHeader.FileName(baseOffset));
        storage.SyncNames();
    }

    /// <summary>Puts the front of a segment, with other bytes behind it, in its place, durably: a crash leaves the one or the
    /// other.</summary>
    public void ReplaceEnd(long baseOffset, long front, ReadOnlySpan<byte> end)
    {
        var (name, unfinished) = (SegmentHeader.FileName(baseOffset), SegmentHeader.FileName(baseOffset) + UnfinishedExtension);
        storage.Delete(unfinished);
        using (var from = OpenRead(baseOffset))
        using (var to = storage.Create(unfinished))
        {
            var buffer = new byte[Math.Min(front, CopiedAtOnce)];
            for (var at = 0L; at < front;)
            {
                var read = from.Read(at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, front - at)));
                if (read == 0) throw new IOException($"'{from.Name}' ends at {at}, before {front}.");
                to.Write(at, buffer.AsSpan(0, read));
                at += read;
            }
            to.Write(front, end);
            to.Sync();
        }
        storage.Rename(unfinished, name);
        storage.SyncNames();
    }

    public void DeleteIndex(long baseOffset)
    {
        storage.Delete(SegmentHeader.IndexName(baseOffset));
        storage.SyncNames();
    }

    /// <summary>Saves an index; it is not synced, as it can be made again.</summary>
    public void SaveIndex(LogSegment segment, SegmentIndex index) =>
        Replace(SegmentHeader.IndexName(segment.BaseOffset), index.ToBytes(segment.Seed), isSynced: false);

    /// <summary>The saved index of a segment; null when there is none that is right.</summary>
    public SegmentIndex? LoadIndex(LogSegment segment)
    {
        try
        {
            using var file = storage.OpenRead(SegmentHeader.IndexName(segment.BaseOffset));
            var bytes = new byte[Math.Min(file.Length, segment.ReadableBytes)];
            return SegmentIndex.TryRead(bytes.AsSpan(0, file.Read(0, bytes)), segment.Seed, segment.BaseOffset);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Replace(string name, ReadOnlySpan<byte> bytes, bool isSynced)
    {
        var unfinished = name + UnfinishedExtension;
        storage.Delete(unfinished);
        using (var file = storage.Create(unfinished))
        {
            file.Write(0, bytes);
            if (isSynced) file.Sync();
        }
        storage.Rename(unfinished, name);
    }
}
