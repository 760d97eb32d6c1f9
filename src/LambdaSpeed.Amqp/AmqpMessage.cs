using System.Diagnostics;
using System.Globalization;
using System.Text;
using Amqp;
using Amqp.Framing;

namespace LambdaSpeed.Amqp;

/// <summary>A message of a queue.</summary>
[DebuggerDisplay("{Id}")]
public sealed class AmqpMessage
{
    private byte[]? _body; // as bytes; null until somebody wants them

    internal AmqpMessage(Message message) => Message = message;

    /// <summary>The client's own: headers, properties, annotations, and bodies of other types. Only to be read; it is answered by the
    /// intake.</summary>
    public Message Message { get; }

    /// <summary>The id that its sender has set, as text whatever its type; null when there is none.</summary>
    public string? Id => Message.Properties?.GetMessageId() switch
    {
        null => null,
        byte[] bytes => Convert.ToHexString(bytes),
        var id => Convert.ToString(id, CultureInfo.InvariantCulture),
    };

    /// <summary>Whether it may have been delivered before, to whomever.</summary>
    public bool IsRedelivered =>
        Message.Header is { } header && (header.DeliveryCount > 0 || (header.HasField(3) && !header.FirstAcquirer));

    /// <summary>How often it was delivered in vain before, where the server counts; else 0.</summary>
    public long DeliveryCount => Message.Header?.DeliveryCount ?? 0;

    /// <summary>When it was made, by its sender; null when that does not say.</summary>
    public DateTimeOffset? Timestamp => Message.Properties is { } properties && properties.HasField(8)
        ? new DateTimeOffset(DateTime.SpecifyKind(properties.CreationTime, DateTimeKind.Utc))
        : null;

    /// <summary>The body: of data as it is, of several sections of data one behind the other, of a text its UTF-8; empty when there is
    /// none, or null. Made at the first access.</summary>
    /// <exception cref="NotSupportedException">It is of another type, as a number, a map or a sequence; <see cref="Message"/> has it. A
    /// door that does not catch this rejects the message. (Of several sequences in one message the client keeps the last.)</exception>
    public ReadOnlyMemory<byte> Body => _body ??= Message.Body switch
    {
        byte[] bytes => bytes,
        Data[] sections => Join(sections),
        string text => Encoding.UTF8.GetBytes(text),
        null => [],
        var other => throw new NotSupportedException(
            $"The body of a message is a {other.GetType().Name}: neither data nor text, so it has no bytes to be given as. Remedy: read " +
            $"it by {nameof(AmqpMessage)}.{nameof(Message)}, or reject the message."),
    };

    private static byte[] Join(Data[] sections)
    {
        var whole = new byte[sections.Sum(section => section.Buffer.Length)];
        var rest = whole.AsSpan();
        foreach (var section in sections)
        {
            section.Buffer.Buffer.AsSpan(section.Buffer.Offset, section.Buffer.Length).CopyTo(rest);
            rest = rest[section.Buffer.Length..];
        }
        return whole;
    }
}
