using System.Buffers.Binary;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>Reads what one frame holds, front to back, and sums it up on the way.</summary>
internal sealed class FramePayload
{
    private readonly FileWindow _window;
    private readonly byte[] _header = new byte[FrameHeader.Size];
    private uint _sum; // the checksum of what was consumed

    /// <summary>Begins with the frame at an offset, whose header holds and which the file is long enough for.</summary>
    public FramePayload(FileWindow window, long offset, FrameHeader header)
    {
        _window = window;
        _window.Seek(offset);
        _window.AtLeast(FrameHeader.Size)[..FrameHeader.Size].CopyTo(_header);
        _window.Advance(FrameHeader.Size);
        Left = header.PayloadLength;
    }

    /// <summary>How many bytes have not been consumed.</summary>
    public long Left { get; private set; }

    /// <summary>The next bytes: some, unless there are none.</summary>
    public ReadOnlySpan<byte> Next => WithinLeft(_window.Next);

    /// <summary>The next bytes, at least as many as stated if there are so many.</summary>
    public ReadOnlySpan<byte> AtLeast(int count) => WithinLeft(_window.AtLeast((int)Math.Min(count, Left)));

    public void Advance(int count)
    {
        _sum = Crc32C.Append(_sum, _window.Next[..count]);
        _window.Advance(count);
        Left -= count;
    }

    /// <summary>Consumes what is left; whether all of it is what was written.</summary>
    public bool Holds()
    {
        while (Left > 0)
        {
            var next = Next;
            if (next.Length == 0) return false; // the file has become shorter
            Advance(next.Length);
        }

        var trailer = _window.AtLeast(FrameHeader.TrailerSize);
        return trailer.Length >= FrameHeader.TrailerSize
            && BinaryPrimitives.ReadUInt32LittleEndian(trailer) == Crc32C.Append(_sum, _header);
    }

    private ReadOnlySpan<byte> WithinLeft(ReadOnlySpan<byte> bytes) => bytes.Length <= Left ? bytes : bytes[..(int)Left];
}
