using System.Buffers;
using System.Buffers.Binary;
using LambdaSpeed.Storage;

namespace LambdaSpeed.BatchViews;

/// <summary>Gathers what a leaf says of the blocks written since the last one.</summary>
internal sealed class LeafBuilder
{
    private const long MostData = 1L << 30;
    private const int MostKeyBytes = 1 << 20;

    private readonly List<(uint End, uint Checksum, int Entries, int KeyEnd)> _blocks = new(Leaf.MostBlocks);
    private readonly List<ushort> _fingerprints = [];
    private readonly ArrayBufferWriter<byte> _keys = new();
    private long _data; // bytes of all its blocks

    public bool IsEmpty => _blocks.Count == 0;

    public bool IsFull => _blocks.Count == Leaf.MostBlocks || _data >= MostData || _keys.WrittenCount >= MostKeyBytes;

    /// <summary>How long the leaf would be now.</summary>
    public int Length =>
        Leaf.HeadSize + (Leaf.RecordSize * _blocks.Count) + (Fingerprint.Size * _fingerprints.Count) + _keys.WrittenCount;

    /// <summary>The first key of the first block.</summary>
    public byte[] FirstKey => _keys.WrittenSpan[.._blocks[0].KeyEnd].ToArray();

    /// <summary>Adds a key of the block that is being built.</summary>
    public void Add(ReadOnlySpan<byte> shared) => _fingerprints.Add(Fingerprint.Of(shared));

    /// <summary>Adds the block with the keys since the last one.</summary>
    public void EndBlock(ReadOnlySpan<byte> block, ReadOnlySpan<byte> firstKey)
    {
        _keys.Write(firstKey);
        _data += block.Length;
        _blocks.Add(((uint)_data, Crc32C.Of(block), _fingerprints.Count, _keys.WrittenCount));
    }

    /// <summary>Writes the leaf and begins the next one.</summary>
    public void MoveTo(Span<byte> bytes)
    {
        bytes[..Leaf.HeadSize].Clear();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, _blocks.Count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], _fingerprints.Count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], _keys.WrittenCount);
        bytes = bytes[Leaf.HeadSize..];
        foreach (var (end, checksum, entries, keyEnd) in _blocks)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, end);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], checksum);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], entries);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], keyEnd);
            bytes = bytes[Leaf.RecordSize..];
        }
        foreach (var fingerprint in _fingerprints)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, fingerprint);
            bytes = bytes[Fingerprint.Size..];
        }
        _keys.WrittenSpan.CopyTo(bytes);
        _blocks.Clear();
        _fingerprints.Clear();
        _keys.ResetWrittenCount();
        _data = 0;
    }
}
