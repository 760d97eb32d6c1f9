using System.Buffers.Binary;

namespace LambdaSpeed.BatchViews;

/// <summary>Gathers the entries of a block.</summary>
internal sealed class BlockBuilder
{
    private const int UsualSize = 4096;    // a page: one block is one read of a cold disk
    private const int MostEntries = 1024;

    private readonly List<ushort> _offsets = []; // from the first entry on
    private byte[] _entries = new byte[UsualSize]; // grows for a long entry
    private int _length;                           // bytes of entries

    public int Count => _offsets.Count;

    public int Length => (Block.OffsetSize * Count) + _length;

    /// <summary>Whether an entry would make the block longer than a page.</summary>
    public bool IsFullFor(int entryLength) => Count > 0 && (Count == MostEntries || Length + Block.OffsetSize + entryLength > UsualSize);

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var length = EntryBytes.LengthOf(key.Length, value.Length);
        if (_entries.Length - _length < length) Array.Resize(ref _entries, _length + length);
        _offsets.Add((ushort)_length);
        EntryBytes.Write(_entries.AsSpan(_length, length), key, value);
        _length += length;
    }

    /// <summary>Writes the block and begins the next one.</summary>
    public void MoveTo(Span<byte> destination)
    {
        var head = Block.OffsetSize * Count;
        for (var i = 0; i < Count; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(destination[(Block.OffsetSize * i)..], (ushort)(head + _offsets[i]));
        }
        _entries.AsSpan(0, _length).CopyTo(destination[head..]);
        _offsets.Clear();
        _length = 0;
        if (_entries.Length > UsualSize) _entries = new byte[UsualSize];
    }
}
