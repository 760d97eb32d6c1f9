using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>Writes frames into a file: small pieces are gathered, large ones go to the file as they lie.</summary>
/// <remarks>The header is filled in last. A frame of up to a quarter of a megabyte is one write. Nothing here syncs, and after an exception
/// nothing is known about the file.</remarks>
internal sealed class FrameWriter : IDisposable
{
    private const int BufferSize = 256 << 10;
    private const int LargePiece = 64 << 10;
    private const int BlockHeaderSize = 12;

    // a lone surrogate has no place in a name: written as a replacement, it would be another section when it is read
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize); // small pieces on their way; empty after Dispose
    private IStorageFile _file = null!; // the file of the frame at hand
    private long _begin;                // where the frame begins
    private long _flushed;              // where in the file the buffer's first byte goes
    private int _filled;                // bytes in the buffer
    private uint _sum;                  // the checksum of the payload so far
    private long _payload;              // bytes of the payload so far

    /// <summary>Begins a frame.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where; at the file's first frame, what comes before that is written too.</param>
    public void Begin(IStorageFile file, long offset)
    {
        (_file, _begin, _flushed, _filled, _sum, _payload) = (file, offset, offset, 0, 0, 0);
        if (offset == FrameHeader.Alignment)
        {
            _flushed = 0;
            _buffer.AsSpan(0, FrameHeader.Alignment).Clear();
            FilePreamble.Write(_buffer);
            _filled = FrameHeader.Alignment;
        }
        _buffer.AsSpan(_filled, FrameHeader.Size).Clear(); // so that a frame that is not finished has no header at all
        _filled += FrameHeader.Size;
    }

    /// <summary>Adds to the payload.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _sum = Crc32C.Append(_sum, bytes);
        _payload += bytes.Length;
        if (bytes.Length >= LargePiece)
        {
            Flush();
            _file.Write(_flushed, bytes);
            _flushed += bytes.Length;
            return;
        }

        if (bytes.Length > _buffer.Length - _filled) Flush();
        bytes.CopyTo(_buffer.AsSpan(_filled));
        _filled += bytes.Length;
    }

    /// <summary>Adds a block to the payload.</summary>
    public void Append(ChangeBlock block)
    {
        var size = Utf8.GetByteCount(block.Section);
        var front = ArrayPool<byte>.Shared.Rent(BlockHeaderSize + size);
        BinaryPrimitives.WriteInt32LittleEndian(front, size);
        BinaryPrimitives.WriteInt64LittleEndian(front.AsSpan(4), block.Entries.Length);
        Utf8.GetBytes(block.Section, front.AsSpan(BlockHeaderSize));
        Append(front.AsSpan(0, BlockHeaderSize + size));
        ArrayPool<byte>.Shared.Return(front);
        Append(block.Entries.Span);
    }

    /// <summary>Ends the frame and fills up the last block.</summary>
    /// <returns>Where the next frame goes.</returns>
    public long End(uint seed, FrameKind kind, CommitId id, CommitId previous, int manifestLength)
    {
        Span<byte> front = stackalloc byte[FrameHeader.Size];
        var header = new FrameHeader(kind, id, previous, _payload, manifestLength);
        header.Write(front, seed);

        if (_buffer.Length - _filled < FrameHeader.TrailerSize + FrameHeader.Alignment) Flush();
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_filled), Crc32C.Append(_sum, front));
        _filled += FrameHeader.TrailerSize;
        var end = FrameHeader.Align(_flushed + _filled);
        var rest = (int)(end - _flushed - _filled);
        _buffer.AsSpan(_filled, rest).Clear();
        _filled += rest;

        if (_flushed <= _begin)
        {
            front.CopyTo(_buffer.AsSpan((int)(_begin - _flushed)));
            Flush();
        }
        else
        {
            Flush();
            _file.Write(_begin, front);
        }
        return end;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Flush()
    {
        if (_filled == 0) return;

        _file.Write(_flushed, _buffer.AsSpan(0, _filled));
        _flushed += _filled;
        _filled = 0;
    }
}
