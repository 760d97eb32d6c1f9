using System.Buffers;

namespace LambdaSpeed.Stomp;

/// <summary>Makes frames of bytes as they come in. Pure: no stream, no clock.</summary>
/// <remarks>What it holds is bounded, whatever a server says: a head by <see cref="MaxHeadBytes"/>, a body by the limit. A larger body is
/// passed over without being held, and the frame comes without it. A body takes memory as it arrives, not as its length promises.</remarks>
/// <param name="maxBodyBytes">The largest body that is held.</param>
internal sealed class StompFrameReader(int maxBodyBytes)
{
    /// <summary>The largest command with its headers.</summary>
    public const int MaxHeadBytes = 64 * 1024;

    private const int FirstBodyBytes = 16 * 1024;
    private const byte Line = (byte)'\n';
    private const byte Return = (byte)'\r';

    private (string Command, StompHeaders Headers)? _head; // of the frame whose body is awaited; null between frames
    private long? _left;       // bytes of the body still to come; null when only its end is marked
    private byte[] _body = []; // what has come of it
    private int _filled;       // and how much that is
    private bool _isLeftOut;   // whether it is too large

    /// <summary>Whether bytes that end here end within a frame.</summary>
    public bool IsWithinFrame => _head is not null;

    /// <summary>Takes the next frame, and what it was made of off the bytes; false when more are needed.</summary>
    /// <exception cref="StompFormatException">The bytes are no frames.</exception>
    public bool TryRead(ref ReadOnlySequence<byte> bytes, out StompFrame frame)
    {
        frame = default;
        if (_head is null && !TryReadHead(ref bytes)) return false;
        if (!(_left is null ? TryReadMarkedBody(ref bytes) : TryReadMeasuredBody(ref bytes))) return false;

        var (command, headers) = _head!.Value;
        frame = new(command, headers, _isLeftOut ? default(ReadOnlyMemory<byte>) : _body.AsMemory(0, _filled), _isLeftOut);
        (_head, _left, _body, _filled, _isLeftOut) = (null, null, [], 0, false);
        return true;
    }

    private bool TryReadHead(ref ReadOnlySequence<byte> bytes)
    {
        SkipHeartBeats(ref bytes);
        if (!StompHead.TryRead(bytes, out var command, out var headers, out var end))
        {
            if (bytes.Length > MaxHeadBytes) throw new StompFormatException($"a head has more than {MaxHeadBytes} bytes");
            return false;
        }
        bytes = bytes.Slice(end);
        _head = (command, headers);
        if (headers.Find("content-length") is not { } length) return true;

        if (!long.TryParse(length, System.Globalization.NumberStyles.None, null, out var left))
        {
            throw new StompFormatException($"'{length}' is no content-length");
        }
        _left = left;
        _isLeftOut = left > maxBodyBytes;
        return true;
    }

    /// <summary>Between frames a server sends ends of lines to say that it is there.</summary>
    private static void SkipHeartBeats(ref ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        reader.AdvancePastAny(Line, Return);
        bytes = reader.UnreadSequence;
    }

    private bool TryReadMeasuredBody(ref ReadOnlySequence<byte> bytes)
    {
        var taken = bytes.Slice(0, Math.Min(_left!.Value, bytes.Length));
        Take(taken);
        _left -= taken.Length;
        bytes = bytes.Slice(taken.End);
        if (_left > 0 || bytes.IsEmpty) return false;
        if (bytes.FirstSpan[0] != 0) throw new StompFormatException("a body goes on behind its content-length");

        bytes = bytes.Slice(1);
        return true;
    }

    private bool TryReadMarkedBody(ref ReadOnlySequence<byte> bytes)
    {
        if (bytes.PositionOf((byte)0) is not { } end)
        {
            Take(bytes);
            bytes = bytes.Slice(bytes.End);
            return false;
        }
        Take(bytes.Slice(0, end));
        bytes = bytes.Slice(bytes.GetPosition(1, end));
        return true;
    }

    private void Take(in ReadOnlySequence<byte> part)
    {
        if (_filled + part.Length > maxBodyBytes) _isLeftOut = true;
        if (_isLeftOut)
        {
            (_body, _filled) = ([], 0);
            return;
        }
        var size = _filled + (int)part.Length;
        if (size > _body.Length) Array.Resize(ref _body, Math.Max(size, SizeBehind(_body.Length)));
        part.CopyTo(_body.AsSpan(_filled));
        _filled = size;
    }

    /// <summary>Twice as much, but never more than the body is to have.</summary>
    private int SizeBehind(int size)
    {
        var larger = Math.Min(Math.Max(FirstBodyBytes, 2L * size), maxBodyBytes);
        return (int)(_left is { } left ? Math.Min(larger, left + _filled) : larger);
    }
}
