using System.Buffers;
using System.Buffers.Binary;
using LambdaSpeed.Storage;

namespace LambdaSpeed.BatchViews;

/// <summary>Writes sorted entries into a file, front to back in one pass. In memory are a block, a leaf and the index, which grows by one
/// first key for a megabyte or so.</summary>
internal sealed class SortedFileWriter : IDisposable
{
    private const int BufferSize = 1 << 20;
    private const long SyncEvery = 16L << 20; // so that commits beside do not wait for a disk that has everything to do at once
    private const int LongestValue = 1 << 30;

    private readonly IStorageFile _file;
    private readonly bool _isKept; // to be published; else read back by this process alone
    private readonly BlockBuilder _block = new();
    private readonly LeafBuilder _leaf = new();
    private readonly ArrayBufferWriter<byte> _index = new();
    private readonly ArrayBufferWriter<byte> _firstKey = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(); // what comes behind the written bytes; grows up to the size above
    private long _written;    // bytes in the file
    private long _unsynced;   // of these, since the last sync
    private long _leafData;   // where the first block of the leaf begins
    private int _leaves;       // leaves written

    public SortedFileWriter(IStorageFile file, BatchViewIdentity identity, bool isKept)
    {
        _file = file;
        _isKept = isKept;
        _buffer.Write(IdentityBytes.Write(identity));
        _leafData = Position;
    }

    /// <summary>Entries written.</summary>
    public long Count { get; private set; }

    private long Position => _written + _buffer.WrittenCount;

    /// <summary>Refuses what the format does not hold.</summary>
    public static void RequireLengths(int key, int value)
    {
        if (key > EntryBytes.LongestKey || value > LongestValue) throw new InvalidOperationException(
            $"An entry has {key} bytes of key and {value} of accumulator; a batch view takes keys up to {EntryBytes.LongestKey} "
            + $"and accumulators up to {LongestValue}.");
    }

    /// <summary>Adds an entry behind all before it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="sharedLength">How much of its front equal keys have in common.</param>
    /// <param name="value">The accumulator.</param>
    /// <exception cref="InvalidOperationException">The entry is too long.</exception>
    public void Add(ReadOnlySpan<byte> key, int sharedLength, ReadOnlySpan<byte> value)
    {
        RequireLengths(key.Length, value.Length);
        if (_block.IsFullFor(EntryBytes.LengthOf(key.Length, value.Length))) EndBlock();
        if (_block.Count == 0)
        {
            _firstKey.ResetWrittenCount();
            _firstKey.Write(key);
        }
        _block.Add(key, value);
        _leaf.Add(key[..sharedLength]);
        Count++;
    }

    /// <summary>Writes the rest; a file that is kept is durable then, but for its name.</summary>
    public void Complete()
    {
        if (_block.Count > 0) EndBlock();
        if (!_leaf.IsEmpty) EndLeaf();
        var end = new FileEnd(Position, _leaves, Count, Crc32C.Of(_index.WrittenSpan));
        _buffer.Write(_index.WrittenSpan);
        end.Write(_buffer.GetSpan(FileEnd.Size), Position + FileEnd.Size);
        _buffer.Advance(FileEnd.Size);
        Flush();
        if (_isKept) _file.Sync();
    }

    public void Dispose() => _file.Dispose();

    private void EndBlock()
    {
        var length = _block.Length;
        var bytes = _buffer.GetSpan(length)[..length];
        _block.MoveTo(bytes);
        _leaf.EndBlock(bytes, _firstKey.WrittenSpan);
        _buffer.Advance(length);
        if (_leaf.IsFull) EndLeaf();
        if (_buffer.WrittenCount >= BufferSize - (BufferSize / 4)) Flush();
    }

    private void EndLeaf()
    {
        var (offset, length, firstKey) = (Position, _leaf.Length, _leaf.FirstKey);
        var bytes = _buffer.GetSpan(length)[..length];
        _leaf.MoveTo(bytes);
        WriteToIndex(offset, length, Crc32C.Of(bytes), firstKey);
        _buffer.Advance(length);
        _leafData = Position;
        _leaves++;
    }

    private void WriteToIndex(long offset, int length, uint checksum, byte[] firstKey)
    {
        var record = _index.GetSpan(FileIndex.RecordSize);
        BinaryPrimitives.WriteInt64LittleEndian(record, _leafData);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], offset);
        BinaryPrimitives.WriteInt32LittleEndian(record[16..], length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[20..], checksum);
        BinaryPrimitives.WriteInt32LittleEndian(record[24..], firstKey.Length);
        _index.Advance(FileIndex.RecordSize);
        _index.Write(firstKey);
    }

    private void Flush()
    {
        _file.Write(_written, _buffer.WrittenSpan);
        _written += _buffer.WrittenCount;
        _unsynced += _buffer.WrittenCount;
        _buffer.ResetWrittenCount();
        if (!_isKept || _unsynced < SyncEvery) return;

        _file.Sync();
        _unsynced = 0;
    }
}
