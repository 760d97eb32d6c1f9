using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.BatchViews;

/// <summary>What a file knows of up to 256 blocks that lie one behind the other: their ends, checksums, first keys, and the fingerprints of
/// all their keys.</summary>
/// <remarks>Head: blocks (4), entries (4), bytes of first keys (4), zeros (4). Then for each block where it ends (4, from the first block's
/// begin), its checksum (4), how many entries there are up to its end (4), where its first key ends (4); the fingerprints; the
/// keys.</remarks>
internal readonly ref struct Leaf
{
    public const int HeadSize = 16;
    public const int RecordSize = 16;
    public const int MostBlocks = 256;

    private readonly ReadOnlySpan<byte> _records;
    private readonly ReadOnlySpan<byte> _fingerprints;
    private readonly ReadOnlySpan<byte> _keys;

    /// <summary>Takes a leaf apart whose checksum has been proved.</summary>
    /// <exception cref="BatchViewDamagedException">It makes no sense all the same.</exception>
    public Leaf(ReadOnlySpan<byte> bytes, LeafPlace place, string file)
    {
        if (bytes.Length < HeadSize) throw place.Damaged(file, "a leaf is too short");
        Blocks = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        Entries = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        var keyBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        var isSound = Blocks is > 0 and <= MostBlocks && Entries >= Blocks && keyBytes >= 0
            && HeadSize + ((long)RecordSize * Blocks) + ((long)Fingerprint.Size * Entries) + keyBytes == bytes.Length;
        if (!isSound) throw place.Damaged(file, "a leaf contradicts itself");

        _records = bytes.Slice(HeadSize, RecordSize * Blocks);
        _fingerprints = bytes.Slice(HeadSize + (RecordSize * Blocks), Fingerprint.Size * Entries);
        _keys = bytes[^keyBytes..];
    }

    public int Blocks { get; }

    public int Entries { get; }

    /// <summary>The last block whose first key is not behind a key, or -1.</summary>
    public int BlockOf(ReadOnlySpan<byte> key)
    {
        var (low, high) = (0, Blocks);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (FirstKey(middle).SequenceCompareTo(key) <= 0) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }

    public ReadOnlySpan<byte> FirstKey(int block)
    {
        var (start, end) = (block == 0 ? 0 : Number(block - 1, 12), Number(block, 12));
        return start <= end && end <= _keys.Length ? _keys[(int)start..(int)end] : default;
    }

    /// <summary>Where a block lies, from the begin of the first one: start and end.</summary>
    public (long Start, long End) RangeOf(int block) => (block == 0 ? 0 : Number(block - 1, 0), Number(block, 0));

    public uint ChecksumOf(int block) => (uint)Number(block, 4);

    /// <summary>The fingerprints of a block's entries; none when the leaf contradicts itself.</summary>
    public ReadOnlySpan<byte> FingerprintsOf(int block)
    {
        var (start, end) = (block == 0 ? 0 : Number(block - 1, 8), Number(block, 8));
        return start <= end && end <= Entries ? _fingerprints[(Fingerprint.Size * (int)start)..(Fingerprint.Size * (int)end)] : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Number(int block, int at) => BinaryPrimitives.ReadUInt32LittleEndian(_records[((RecordSize * block) + at)..]);
}
