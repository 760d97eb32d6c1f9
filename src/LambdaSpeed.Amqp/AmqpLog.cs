using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Amqp;

/// <summary>What the source logs: events 230 to 239.</summary>
internal static class AmqpLog
{
    private static readonly Action<ILogger, string, TimeSpan, int, string, Exception?> _lost =
        LoggerMessage.Define<string, TimeSpan, int, string>(
            LogLevel.Warning, new EventId(230, nameof(Lost)),
            "'{Queue}' cannot be read, next attempt in {Delay} (failure {Failures}): {Why}");

    private static readonly Action<ILogger, string, Exception?> _reading = LoggerMessage.Define<string>(
        LogLevel.Information, new EventId(231, nameof(Reading)), "'{Queue}' is read");

    public static void Lost(ILogger logger, string queue, TimeSpan delay, int failures, LambdaSpeedException why) =>
        _lost(logger, queue, delay, failures, why.Message, why);

    public static void Reading(ILogger logger, string queue) => _reading(logger, queue, null);
}
