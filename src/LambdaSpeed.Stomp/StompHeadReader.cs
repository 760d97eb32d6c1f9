using System.Buffers;

namespace LambdaSpeed.Stomp;

/// <summary>Makes command and headers of bytes as they come in, line by line. Pure.</summary>
/// <remarks>What cannot be read or kept of a MESSAGE is passed over, but for what is needed to reject it: a connection that was closed
/// instead would get it again for ever. Of an ERROR as much is read as can be, since it says what is wrong. Any other frame is
/// refused.</remarks>
/// <param name="maxBytes">The largest head that is held.</param>
internal sealed class StompHeadReader(int maxBytes)
{
    /// <summary>The longest header that is held when the head is too large: far more than the server's own have.</summary>
    public const int MaxOwnHeaderBytes = 4 * 1024;

    private const byte LineEnd = (byte)'\n';

    private readonly List<KeyValuePair<string, string>> _headers = [];
    private string? _command;  // of the head that has begun; null between two
    private string? _problem;  // why it cannot be taken in; null while it can
    private long _bytes;       // what has come of it
    private bool _isLineLeftOut; // whether the rest of a line is passed over

    /// <summary>Takes the next head, and what it was made of off the bytes; false when more are needed.</summary>
    /// <exception cref="StompFormatException">The bytes are none, or no frame can be told behind them.</exception>
    public bool TryRead(ref ReadOnlySequence<byte> bytes, out StompHead head)
    {
        head = default;
        if (_command is null) SkipHeartBeats(ref bytes);
        while (TryReadLine(ref bytes, out var line))
        {
            if (_command is null)
            {
                _command = StompLine.CommandOf(line);
                continue;
            }
            if (line.IsEmpty)
            {
                head = new(_command, new([.. _headers]), _problem);
                Clear();
                return true;
            }
            Add(line);
        }
        return false;
    }

    /// <summary>Between frames a server sends ends of lines to say that it is there.</summary>
    private static void SkipHeartBeats(ref ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        reader.AdvancePastAny(LineEnd, (byte)'\r');
        bytes = reader.UnreadSequence;
    }

    /// <summary>A line without its end, which may be of one or two bytes. One that is passed over is none.</summary>
    private bool TryReadLine(ref ReadOnlySequence<byte> bytes, out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var reader = new SequenceReader<byte>(bytes);
            if (!reader.TryReadTo(out line, LineEnd))
            {
                PassOverPart(ref bytes);
                return false;
            }
            bytes = reader.UnreadSequence;
            Count(reader.Consumed);
            var isLeftOut = _isLineLeftOut || (_problem is not null && line.Length > MaxOwnHeaderBytes);
            _isLineLeftOut = false;
            if (isLeftOut) continue;

            if (line.Length > 0 && line[^1] == '\r') line = line[..^1];
            return true;
        }
    }

    /// <summary>Passes over the part of a line that is there, when the line is longer than may be held.</summary>
    private void PassOverPart(ref ReadOnlySequence<byte> bytes)
    {
        if (_command is null)
        {
            if (bytes.Length > StompLine.MaxCommandBytes) throw StompLine.NoCommand();
            return;
        }
        var room = _problem is null ? Math.Max(maxBytes - _bytes, MaxOwnHeaderBytes) : MaxOwnHeaderBytes;
        if (!_isLineLeftOut && bytes.Length <= room) return;

        Count(bytes.Length);
        bytes = bytes.Slice(bytes.End);
        _isLineLeftOut = true;
    }

    private void Count(long count)
    {
        _bytes += count;
        if (_bytes > maxBytes) Note($"its command and headers have more than {maxBytes} bytes");
    }

    private void Add(ReadOnlySpan<byte> line)
    {
        try
        {
            var header = StompLine.HeaderOf(line, EscapingOf(_command!));
            if (_problem is null || IsNeeded(header)) _headers.Add(header);
        }
        catch (StompFormatException) when (_command == "ERROR")
        {
            // the next line of a reason that is not escaped
        }
        catch (StompFormatException exception)
        {
            Note(exception.Message);
        }
    }

    private static StompEscaping EscapingOf(string command) => command switch
    {
        "CONNECTED" => StompEscaping.None,
        "ERROR" => StompEscaping.Perhaps,
        _ => StompEscaping.Full,
    };

    /// <summary>Notes why a message cannot be taken in; any other frame is refused.</summary>
    private void Note(string problem)
    {
        if (_command != "MESSAGE") throw new StompFormatException(problem);
        if (_problem is not null) return;

        _problem = problem;
        _headers.RemoveAll(header => !IsNeeded(header));
    }

    /// <summary>Is a header needed to find the end of a message, and to reject it?</summary>
    private static bool IsNeeded(KeyValuePair<string, string> header) => header.Key is "ack" or "message-id" or "content-length";

    private void Clear()
    {
        _headers.Clear();
        (_command, _problem, _bytes) = (null, null, 0);
    }
}
