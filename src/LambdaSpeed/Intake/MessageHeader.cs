using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace LambdaSpeed.Intake;

/// <summary>How the log keeps which message a record came from.</summary>
internal static class MessageHeader
{
    /// <summary>The name of the header that holds the id: <c>intake/message id</c>.</summary>
    public const string Id = "lambdaspeed-message";

    /// <summary>The name of the header that says, in decimal digits, over how many partitions a message was spread; absent for
    /// one.</summary>
    public const string Parts = "lambdaspeed-message-parts";

    private const int MaxIdBytes = 1024;

    /// <summary>Refuses what would not come back from its bytes as it was: two such ids would be the same after a restart.</summary>
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What the ids of an intake begin with: its name and a slash.</summary>
    public static byte[] PrefixOf(string intake) => Encoding.UTF8.GetBytes($"{intake}/");

    /// <summary>Whether an id can be kept; else why not.</summary>
    public static bool TryEncode(
        ReadOnlySpan<byte> prefix, string id, [NotNullWhen(true)] out byte[]? encoded, [NotNullWhen(false)] out string? problem)
    {
        encoded = null;
        problem = null;
        try
        {
            var length = id.Length <= MaxIdBytes ? _strict.GetByteCount(id) : int.MaxValue;
            if (length <= MaxIdBytes)
            {
                encoded = new byte[prefix.Length + length];
                prefix.CopyTo(encoded);
                _strict.GetBytes(id, encoded.AsSpan(prefix.Length));
                return true;
            }
            problem = $"The message id has more than {MaxIdBytes} bytes.";
        }
        catch (EncoderFallbackException)
        {
            problem = "The message id is not valid text: it has half a surrogate pair.";
        }
        return false;
    }

    public static LogHeader[] Of(byte[] encodedId, int parts)
    {
        var id = new LogHeader(Id, encodedId);
        return parts == 1 ? [id] : [id, new LogHeader(Parts, parts.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>Which message of an intake a record came from, and over how many partitions that was spread.</summary>
    /// <param name="prefix">The intake's name and a slash, in UTF-8.</param>
    /// <param name="record">The record.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="parts">How many partitions.</param>
    public static bool TryRead(ReadOnlySpan<byte> prefix, in LogRecord record, [NotNullWhen(true)] out string? id, out int parts)
    {
        id = null;
        parts = 1;
        if (record.Headers.IsEmpty || !record.Headers.TryGet(Id, out var value) || !value.StartsWith(prefix)) return false;

        id = Encoding.UTF8.GetString(value[prefix.Length..]);
        if (record.Headers.TryGet(Parts, out var digits) && Utf8Parser.TryParse(digits, out int read, out _)) parts = read;
        return true;
    }
}
