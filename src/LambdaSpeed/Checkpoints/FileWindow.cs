using System.Buffers;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>Reads a file from front to back through a buffer of a megabyte.</summary>
/// <remarks>The buffer grows only when a caller asks for more at once, and never beyond what the file really holds.</remarks>
internal sealed class FileWindow : IDisposable
{
    private const int UsualSize = 1 << 20;

    private readonly IStorageFile _file;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualSize); // rented; larger than usual after a long entry
    private int _start;    // the first byte in the buffer that was not consumed
    private int _end;      // behind the last byte that was read into the buffer

    public FileWindow(IStorage storage, string name)
    {
        try
        {
            _file = storage.OpenRead(name);
            Length = _file.Length;
        }
        catch (Exception exception) when (DiskFailure.Is(exception))
        {
            _file?.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
            throw new CheckpointReadException($"{storage.Name}/{name}", exception);
        }
    }

    /// <summary>The file, as messages name it.</summary>
    public string Name => _file.Name;

    /// <summary>Bytes in the file when it was opened.</summary>
    public long Length { get; }

    /// <summary>Where in the file the next byte stands.</summary>
    public long Offset { get; private set; }

    public long Remaining => Length - Offset;

    /// <summary>The next bytes: as many as are in the buffer, and none only at the end of the file.</summary>
    public ReadOnlySpan<byte> Next
    {
        get
        {
            if (_start == _end) Fill(1);
            return _buffer.AsSpan(_start, _end - _start);
        }
    }

    /// <summary>The next bytes, at least as many as stated if the file has them.</summary>
    public ReadOnlySpan<byte> AtLeast(int count)
    {
        if (_end - _start < count) Fill(count);
        return _buffer.AsSpan(_start, _end - _start);
    }

    public void Advance(int count)
    {
        _start += count;
        Offset += count;
    }

    public void Seek(long offset)
    {
        var distance = offset - Offset;
        if (distance >= 0 && distance <= _end - _start) _start += (int)distance;
        else _start = _end = 0;
        Offset = offset;
    }

    public void Dispose()
    {
        _file.Dispose();
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = 0;
    }

    private void Fill(int count)
    {
        var kept = _end - _start;
        var wanted = (int)Math.Min(Remaining, Math.Max(count, _buffer.Length));
        if (wanted <= kept) return;

        var target = _buffer;
        if (wanted > _buffer.Length) target = ArrayPool<byte>.Shared.Rent(wanted);
        _buffer.AsSpan(_start, kept).CopyTo(target);
        if (target != _buffer) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (target, 0, kept);
        try
        {
            _end += _file.Read(Offset + kept, target.AsSpan(kept, wanted - kept));
        }
        catch (Exception exception) when (DiskFailure.Is(exception))
        {
            throw new CheckpointReadException(Name, exception);
        }
    }
}
