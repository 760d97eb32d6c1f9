namespace LambdaSpeed.BatchViews;

/// <summary>Walks through the entries of a file, in order. Used by one thread.</summary>
internal sealed class FileCursor : IDisposable
{
    private readonly SortedFile _file;
    private readonly byte[]? _to; // the bytes behind the last key; null without an end
    private byte[] _buffer = []; // holds the block, where the file is not mapped
    private int _leaf;           // the leaf that is being walked
    private int _block;          // its block that is being walked
    private int _entry = -1;     // the entry it stands on
    private long _offset;        // where the block lies
    private int _length;         // and how long it is
    private int _count;          // entries in the block; 0 before the first one is read
    private bool _isDisposed;    // set once, by the thread that walks

    /// <param name="file">The file.</param>
    /// <param name="from">The bytes of the first key; none for the first there is.</param>
    /// <param name="to">The bytes behind the last key.</param>
    public FileCursor(SortedFile file, ReadOnlySpan<byte> from = default, byte[]? to = null)
    {
        _file = file;
        _to = to;
        file.Bytes.Enter();
        try
        {
            Seek(from);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The key it stands on, valid until the next move.</summary>
    public ReadOnlySpan<byte> Key
    {
        get
        {
            Read(out var key, out _);
            return key;
        }
    }

    /// <summary>The accumulator it stands on, valid until the next move.</summary>
    public ReadOnlySpan<byte> Value
    {
        get
        {
            Read(out _, out var value);
            return value;
        }
    }

    /// <summary>Moves to the next entry; false behind the last one.</summary>
    /// <exception cref="BatchViewException">The file is damaged, or the disk failed.</exception>
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _entry++;
        while (_entry >= _count)
        {
            if (_count > 0) _block++;
            if (!Load()) return false;
            _entry = 0;
        }
        return _to is null || Key.SequenceCompareTo(_to) < 0;
    }

    public BatchViewDamagedException Damaged(Exception? cause = null) =>
        new(_file.Bytes.Name, _offset, "an entry of the block there makes no sense", cause);

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _file.Bytes.Exit();
    }

    /// <summary>Moves before the first entry that is not before a key.</summary>
    private void Seek(ReadOnlySpan<byte> from)
    {
        if (_file.Leaves == 0 || from.IsEmpty) return;
        _leaf = Math.Max(0, _file.LeafOf(from));
        _block = Math.Max(0, _file.ReadLeaf(_file[_leaf]).BlockOf(from));
        while (MoveNext())
        {
            if (Key.SequenceCompareTo(from) < 0) continue;
            _entry--;
            return;
        }
    }

    /// <summary>Loads the block it has come to; false behind the last one.</summary>
    private bool Load()
    {
        _count = 0;
        for (; _leaf < _file.Leaves; _leaf++, _block = 0)
        {
            var place = _file[_leaf];
            var leaf = _file.ReadLeaf(place);
            if (_block >= leaf.Blocks) continue;

            var block = _file.ReadBlock(place, leaf, _block, ref _buffer);
            var (start, end) = leaf.RangeOf(_block);
            (_offset, _length, _count) = (place.DataOffset + start, (int)(end - start), block.Count);
            return _count > 0 ? true : throw Damaged();
        }
        return false;
    }

    private void Read(out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        var bytes = _file.Bytes.IsMapped ? _file.Bytes.Get(_offset, _length, ref _buffer) : _buffer.AsSpan(0, _length);
        if (!new Block(bytes, _count).TryRead(_entry, out key, out value)) throw Damaged();
    }
}
