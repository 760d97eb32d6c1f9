using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Stomp;

/// <summary>What the source logs: events 220 to 229.</summary>
internal static class StompLog
{
    private static readonly Action<ILogger, string?, string, int, Exception?> _tooLarge = LoggerMessage.Define<string?, string, int>(
        LogLevel.Warning, new EventId(222, nameof(TooLarge)),
        "Message {Id} of '{Queue}' is rejected: its body has more than the {Limit} bytes of MaxMessageBytes");

    public static void TooLarge(ILogger logger, string? id, string queue, int limit) => _tooLarge(logger, id, queue, limit, null);
}
