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
    public static KeyValuePair<string, string> HeaderOf(ReadOnlySpan<byte> line, StompEscaping escaping)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) throw new StompFormatException("a header has no name or no colon");

        return new(TextOf(line[..colon], escaping), TextOf(line[(colon + 1)..], escaping));
    }

    private static string TextOf(ReadOnlySpan<byte> bytes, StompEscaping escaping)
    {
        try
        {
            if (escaping != StompEscaping.None && bytes.Contains((byte)'\\')) bytes = Unescape(bytes, escaping);
            return (escaping == StompEscaping.Perhaps ? Encoding.UTF8 : _utf8).GetString(bytes);
        }
        catch (ArgumentException)
        {
            throw new StompFormatException("a header is no UTF-8");
        }
    }

    private static byte[] Unescape(ReadOnlySpan<byte> bytes, StompEscaping escaping)
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
            var meant = i + 1 < bytes.Length ? MeaningOf(bytes[i + 1]) : null;
            if (meant is not null) i++;
            else if (escaping == StompEscaping.Full)
            {
                throw new StompFormatException("a header has an escape that STOMP 1.2 does not know");
            }
            plain[count++] = meant ?? (byte)'\\';
        }
        return plain[..count];
    }

    /// <summary>What a byte behind a backslash means; null for one that STOMP 1.2 does not know.</summary>
    private static byte? MeaningOf(byte escaped) => escaped switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'c' => (byte)':',
        (byte)'\\' => (byte)'\\',
        _ => null,
    };
}
