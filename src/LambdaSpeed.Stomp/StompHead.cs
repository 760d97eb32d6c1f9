using System.Buffers;
using System.Text;

namespace LambdaSpeed.Stomp;

/// <summary>Command and headers of a frame. Pure.</summary>
internal static class StompHead
{
    private const int MaxCommandBytes = 32;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a head; false when its end, an empty line, is not there yet.</summary>
    /// <exception cref="StompFormatException">It is none.</exception>
    public static bool TryRead(
        in ReadOnlySequence<byte> bytes, out string command, out StompHeaders headers, out SequencePosition end)
    {
        (command, headers, end) = ("", null!, default);
        var reader = new SequenceReader<byte>(bytes);
        if (!TryReadLine(ref reader, out var first))
        {
            if (bytes.Length > MaxCommandBytes) throw NoCommand();
            return false;
        }
        command = CommandOf(first);
        var found = new List<KeyValuePair<string, string>>();
        while (true)
        {
            if (!TryReadLine(ref reader, out var line))
            {
                if (reader.Consumed > StompFrameReader.MaxHeadBytes) break;
                return false;
            }
            if (reader.Consumed > StompFrameReader.MaxHeadBytes) break;
            if (line.IsEmpty)
            {
                (headers, end) = (new([.. found]), reader.Position);
                return true;
            }
            found.Add(HeaderOf(line, isEscaped: command != "CONNECTED"));
        }
        throw new StompFormatException($"a head has more than {StompFrameReader.MaxHeadBytes} bytes");
    }

    /// <summary>A line without its end, which may be of one or two bytes.</summary>
    private static bool TryReadLine(ref SequenceReader<byte> reader, out ReadOnlySpan<byte> line)
    {
        if (!reader.TryReadTo(out line, (byte)'\n')) return false;

        if (line.Length > 0 && line[^1] == '\r') line = line[..^1];
        return true;
    }

    private static string CommandOf(ReadOnlySpan<byte> line)
    {
        if (line.Length is 0 or > MaxCommandBytes || line.ContainsAnyExceptInRange((byte)'A', (byte)'Z')) throw NoCommand();

        return Encoding.ASCII.GetString(line);
    }

    private static StompFormatException NoCommand() => new("there is no command of STOMP where one should be");

    private static KeyValuePair<string, string> HeaderOf(ReadOnlySpan<byte> line, bool isEscaped)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) throw new StompFormatException("a header has no name or no colon");

        return new(TextOf(line[..colon], isEscaped), TextOf(line[(colon + 1)..], isEscaped));
    }

    private static string TextOf(ReadOnlySpan<byte> bytes, bool isEscaped)
    {
        try
        {
            return isEscaped && bytes.Contains((byte)'\\') ? _utf8.GetString(Unescape(bytes)) : _utf8.GetString(bytes);
        }
        catch (ArgumentException)
        {
            throw new StompFormatException("a header is no UTF-8");
        }
    }

    private static byte[] Unescape(ReadOnlySpan<byte> bytes)
    {
        var plain = new byte[bytes.Length];
        var count = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '\\')
            {
                plain[count++] = bytes[i];
                continue;
            }
            plain[count++] = (i + 1 < bytes.Length ? bytes[++i] : 0) switch
            {
                'n' => (byte)'\n',
                'r' => (byte)'\r',
                'c' => (byte)':',
                '\\' => (byte)'\\',
                _ => throw new StompFormatException("a header has an escape that STOMP 1.2 does not know"),
            };
        }
        return plain[..count];
    }
}
