using System.Buffers.Binary;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Logs;

/// <summary>The sparse index of a segment: one frame in every so many bytes, by offset and by time.</summary>
/// <remarks>It only saves reading: it is rebuilt from the frames when it is missing or damaged. Not safe for use by several
/// threads.</remarks>
internal sealed class SegmentIndex
{
    private const int Version = 1;
    private const int HeaderBytes = 32;
    private const int EntryBytes = 24;
    private const long IntervalBytes = 128 << 10;

    private readonly List<IndexEntry> _entries; // ascending in all three members; the first one is the segment's start

    public SegmentIndex(long baseOffset) => _entries = [IndexEntry.StartOf(baseOffset)];

    private SegmentIndex(List<IndexEntry> entries) => _entries = entries;

    private static ReadOnlySpan<byte> Magic => "LSLOGIDX"u8;

    public int Count => _entries.Count;

    /// <summary>Notes a frame if the last one noted lies far enough back.</summary>
    public void Note(IndexEntry frame)
    {
        if (frame.Position - _entries[^1].Position >= IntervalBytes) _entries.Add(frame);
    }

    /// <summary>Forgets the frames that begin at or behind a position of the file.</summary>
    public void CutAt(long position) => _entries.RemoveAll(entry => entry.Position >= Math.Max(position, SegmentHeader.Bytes + 1));

    /// <summary>The last noted frame that does not begin behind an offset.</summary>
    public IndexEntry Find(long offset) => _entries[Math.Max(0, CountWhile(entry => entry.Offset <= offset) - 1)];

    /// <summary>The last noted frame before which everything is earlier than a time.</summary>
    public IndexEntry FindTime(long ticks) => _entries[Math.Max(0, CountWhile(entry => entry.MaxTimestampBefore < ticks) - 1)];

    /// <summary>The index as the bytes of a file.</summary>
    /// <param name="seed">The segment's seed, which ties the index to it.</param>
    public byte[] ToBytes(uint seed)
    {
        var bytes = new byte[HeaderBytes + (_entries.Count * EntryBytes) + sizeof(uint)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), _entries.Count);
        for (var i = 0; i < _entries.Count; i++)
        {
            var at = bytes.AsSpan(HeaderBytes + (i * EntryBytes));
            BinaryPrimitives.WriteInt64LittleEndian(at, _entries[i].Offset);
            BinaryPrimitives.WriteInt64LittleEndian(at[8..], _entries[i].Position);
            BinaryPrimitives.WriteInt64LittleEndian(at[16..], _entries[i].MaxTimestampBefore);
        }
        var content = bytes.AsSpan(0, bytes.Length - sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(content.Length), Crc32C.Append(seed, content));
        return bytes;
    }

    /// <summary>Reads an index; null when it is damaged, of another format, or of another segment.</summary>
    public static SegmentIndex? TryRead(ReadOnlySpan<byte> bytes, uint seed, long baseOffset)
    {
        if (bytes.Length < HeaderBytes + EntryBytes + sizeof(uint) || !bytes.StartsWith(Magic)) return null;

        var content = bytes[..^sizeof(uint)];
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[content.Length..]) != Crc32C.Append(seed, content)
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) != Version
            || count != (content.Length - HeaderBytes) / EntryBytes)
        {
            return null;
        }

        var entries = new List<IndexEntry>(count);
        for (var i = 0; i < count; i++)
        {
            var at = content[(HeaderBytes + (i * EntryBytes))..];
            entries.Add(new IndexEntry(
                BinaryPrimitives.ReadInt64LittleEndian(at),
                BinaryPrimitives.ReadInt64LittleEndian(at[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(at[16..])));
        }
        return entries[0] == IndexEntry.StartOf(baseOffset) ? new SegmentIndex(entries) : null;
    }

    /// <summary>How many entries from the first on fulfil what no later one does after the first that does not.</summary>
    private int CountWhile(Predicate<IndexEntry> holds)
    {
        int low = 0, high = _entries.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(_entries[middle])) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
