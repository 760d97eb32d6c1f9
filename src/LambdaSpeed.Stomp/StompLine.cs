using System.Text;

namespace LambdaSpeed.Stomp;

/// <summary>What the lines of a head mean. Pure.</summary>
internal static class StompLine
{
    /// <summary>The longest command, and more than any has.</summary>
    public const int MaxCommandBytes = 32;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The command that a first line is.</summary>
    /// <exception cref="StompFormatException">It is none.</exception>
    public static string CommandOf(ReadOnlySpan<byte> line)
    {
        if (line.Length is 0 or > MaxCommandBytes || line.ContainsAnyExceptInRange((byte)'A', (byte)'Z')) throw NoCommand();

        return Encoding.ASCII.GetString(line);
    }

    /// <summary>What is said of bytes that do not begin as a frame does.</summary>
    public static StompFormatException NoCommand() => new("there is no command of STOMP where one should be");

    /// <summary>The header that a line is.</summary>
    /// <exception cref="StompFormatException">It is none.</exception>
    public static KeyValuePair<string, string> HeaderOf(ReadOnlySpan<byte> line, bool isEscaped)
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
