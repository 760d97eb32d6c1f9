using System.Buffers;
using System.Diagnostics;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Logs;

/// <summary>Reads the frames of one segment in order, into a pooled buffer where their records are walked in place.</summary>
/// <remarks>Used by one thread at a time. Trusts no length: a frame is taken only when all of it lies before the stated limit, and the
/// buffer grows only for a length that the file has bytes for.</remarks>
[DebuggerDisplay("{_file.Name} at {Position}, offset {NextOffset}")]
internal sealed class FrameReader : IDisposable
{
    private const int DefaultBufferBytes = 256 << 10;

    private readonly IStorageFile _file;
    private readonly uint _seed;
    private byte[] _buffer; // rented; bytes of the file from Position on, at _start to _end
    private int _start;     // where the next frame begins in the buffer
    private int _end;       // one past the last byte read

    /// <summary>Takes over the file, and disposes it in the end.</summary>
    public FrameReader(IStorageFile file, uint seed, long position, long nextOffset, int bufferBytes = DefaultBufferBytes)
    {
        _file = file;
        _seed = seed;
        _buffer = ArrayPool<byte>.Shared.Rent(bufferBytes);
        Position = position;
        NextOffset = nextOffset;
    }

    /// <summary>Where the next frame begins in the file.</summary>
    public long Position { get; private set; }

    /// <summary>The offset that the next frame must begin with.</summary>
    public long NextOffset { get; private set; }

    /// <summary>The frame that was read last.</summary>
    public FrameHeader Header { get; private set; }

    /// <summary>The memory in which that frame's records lie, from <see cref="BodyStart"/> to <see cref="BodyEnd"/>; valid until the next
    /// call.</summary>
    public byte[] Buffer => _buffer;

    public int BodyStart { get; private set; }

    public int BodyEnd { get; private set; }

    public string FileName => _file.Name;

    /// <summary>Reads the next frame.</summary>
    /// <param name="limit">Where the file ends for this reader.</param>
    public FrameStatus TryNext(long limit)
    {
        if (Position >= limit) return FrameStatus.End;
        if (!Fill(FrameHeader.Bytes, limit)) return FrameStatus.Short;
        if (!FrameHeader.TryRead(_buffer.AsSpan(_start), out var header) || header.BaseOffset != NextOffset) return FrameStatus.Invalid;

        var frameBytes = FrameHeader.Bytes + header.BodyBytes;
        if (!Fill(frameBytes, limit)) return FrameStatus.Short;
        if (!FrameHeader.IsIntact(_buffer.AsSpan(_start, frameBytes), _seed)) return FrameStatus.Invalid;

        Header = header;
        BodyStart = _start + FrameHeader.Bytes;
        BodyEnd = _start + frameBytes;
        _start = BodyEnd;
        Position += frameBytes;
        NextOffset = header.EndOffset;
        return FrameStatus.Whole;
    }

    /// <summary>Forgets what was read ahead and continues elsewhere.</summary>
    public void Reset(long position, long nextOffset)
    {
        _start = _end = 0;
        Position = position;
        NextOffset = nextOffset;
    }

    public void Dispose()
    {
        _file.Dispose();
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        _start = _end = 0;
    }

    /// <summary>Has at least so many bytes from <see cref="Position"/> on in the buffer; false when the file has fewer before the
    /// limit.</summary>
    private bool Fill(int needed, long limit)
    {
        var there = _end - _start;
        if (there >= needed) return true;
        if (limit - Position < needed) return false;

        MakeRoom(needed, there);
        var wanted = (int)Math.Min(_buffer.Length - there, limit - Position - there);
        _end += _file.Read(Position + there, _buffer.AsSpan(there, wanted));
        return _end >= needed;
    }

    private void MakeRoom(int needed, int there)
    {
        var unread = _buffer.AsSpan(_start, there);
        if (_buffer.Length >= needed)
        {
            unread.CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(needed);
            unread.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        _start = 0;
        _end = there;
    }
}
