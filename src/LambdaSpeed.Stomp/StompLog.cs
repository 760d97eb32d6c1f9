using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Stomp;

/// <summary>What the source logs: events 220 to 229.</summary>
internal static class StompLog
{
    private static readonly Action<ILogger, string, TimeSpan, int, string, Exception?> _lost =
        LoggerMessage.Define<string, TimeSpan, int, string>(
            LogLevel.Warning, new EventId(220, nameof(Lost)),
            "'{Queue}' cannot be read, next attempt in {Delay} (failure {Failures}): {Why}");

    private static readonly Action<ILogger, string, Exception?> _reading = LoggerMessage.Define<string>(
        LogLevel.Information, new EventId(221, nameof(Reading)), "'{Queue}' is read");

    private static readonly Action<ILogger, string?, string, int, Exception?> _tooLarge = LoggerMessage.Define<string?, string, int>(
        LogLevel.Warning, new EventId(222, nameof(TooLarge)),
        "Message {Id} of '{Queue}' is rejected: its body has more than the {Limit} bytes of MaxMessageBytes");

    public static void Lost(ILogger logger, string queue, TimeSpan delay, int failures, LambdaSpeedException why) =>
        _lost(logger, queue, delay, failures, why.Message, why);

    public static void Reading(ILogger logger, string queue) => _reading(logger, queue, null);

    public static void TooLarge(ILogger logger, string? id, string queue, int limit) => _tooLarge(logger, id, queue, limit, null);
}
