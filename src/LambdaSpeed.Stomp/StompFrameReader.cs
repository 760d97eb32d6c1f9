using System.Buffers;

namespace LambdaSpeed.Stomp;

/// <summary>Makes frames of bytes as they come in. Pure: no stream, no clock.</summary>
/// <remarks>What it holds is bounded, whatever a server says: a head and a body by their limits. What is larger is passed over without
/// being held, and the frame comes without it. A body takes memory as it arrives, not as its length promises.</remarks>
/// <param name="maxHeadBytes">The largest command with its headers that is held.</param>
/// <param name="maxBodyBytes">The largest body that is held.</param>
internal sealed class StompFrameReader(int maxHeadBytes, int maxBodyBytes)
{
    private const int FirstBodyBytes = 16 * 1024;

    private readonly StompHeadReader _heads = new(maxHeadBytes);
    private StompHead? _head;  // of the frame whose body is awaited; null between frames
    private long? _left;       // bytes of the body still to come; null when only its end is marked
    private byte[] _body = []; // what has come of it
    private int _filled;       // and how much that is
    private string? _problem;  // why nothing of it is held; null when it is

    /// <summary>Takes the next frame, and what it was made of off the bytes; false when more are needed.</summary>
    /// <exception cref="StompFormatException">The bytes are no frames.</exception>
    public bool TryRead(ref ReadOnlySequence<byte> bytes, out StompFrame frame)
    {
        frame = default;
        if (_head is null && !TryReadHead(ref bytes)) return false;
        if (!(_left is null ? TryReadMarkedBody(ref bytes) : TryReadMeasuredBody(ref bytes))) return false;

        var (command, headers, _) = _head!.Value;
        frame = new(command, headers, _problem is null ? _body.AsMemory(0, _filled) : default(ReadOnlyMemory<byte>), _problem);
        (_head, _left, _body, _filled, _problem) = (null, null, [], 0, null);
        return true;
    }

    private bool TryReadHead(ref ReadOnlySequence<byte> bytes)
    {
        if (!_heads.TryRead(ref bytes, out var head)) return false;
        _head = head;
        _problem = head.Problem;
        if (head.Headers.Find("content-length") is not { } length) return true;

        if (!long.TryParse(length, System.Globalization.NumberStyles.None, null, out var left))
        {
            throw new StompFormatException($"'{length}' is no content-length");
        }
        _left = left;
        if (left > maxBodyBytes) LeaveOut();
        return true;
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
        if (_filled + part.Length > maxBodyBytes) LeaveOut();
        if (_problem is not null) return;

        var size = _filled + (int)part.Length;
        if (size > _body.Length) Array.Resize(ref _body, Math.Max(size, SizeBehind(_body.Length)));
        part.CopyTo(_body.AsSpan(_filled));
        _filled = size;
    }

    private void LeaveOut()
    {
        _problem ??= $"its body has more than {maxBodyBytes} bytes";
        (_body, _filled) = ([], 0);
    }

    /// <summary>Twice as much, but never more than the body is to have.</summary>
    private int SizeBehind(int size)
    {
        var larger = Math.Min(Math.Max(FirstBodyBytes, 2L * size), maxBodyBytes);
        return (int)(_left is { } left ? Math.Min(larger, left + _filled) : larger);
    }
}
