using System.Diagnostics;
using System.Globalization;

namespace LambdaSpeed.Stomp;

/// <summary>A message of a queue. Immutable; its body is its own.</summary>
[DebuggerDisplay("{ServerId}, {Body.Length} bytes")]
public sealed class StompMessage
{
    internal StompMessage(in StompFrame frame)
    {
        Headers = frame.Headers;
        Body = frame.Body;
    }

    /// <summary>All headers, those that its sender has set among them.</summary>
    public StompHeaders Headers { get; }

    /// <summary>The id that the server gave it; ActiveMQ keeps it over deliveries. A message that was sent twice has two.</summary>
    public string? ServerId => Headers.Find("message-id");

    /// <summary>Whether it was delivered before, to whomever.</summary>
    public bool IsRedelivered => Headers.Find("redelivered") == "true";

    /// <summary>When it was sent, to the millisecond; null when the server does not say.</summary>
    public DateTimeOffset? Timestamp =>
        long.TryParse(Headers.Find("timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) &&
        milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; }
}
