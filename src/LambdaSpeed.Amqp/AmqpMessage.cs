using System.Diagnostics;
using System.Globalization;
using System.Text;
using Amqp;

namespace LambdaSpeed.Amqp;

/// <summary>A message of a queue.</summary>
[DebuggerDisplay("{Id}, {Body.Length} bytes")]
public sealed class AmqpMessage
{
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

    /// <summary>The body: of data as it is, of a text its UTF-8; empty when it is of another type.</summary>
    public ReadOnlyMemory<byte> Body => Message.Body switch
    {
        byte[] bytes => bytes,
        string text => Encoding.UTF8.GetBytes(text),
        _ => default,
    };
}
