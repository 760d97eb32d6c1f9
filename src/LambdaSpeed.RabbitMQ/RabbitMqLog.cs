using Microsoft.Extensions.Logging;

namespace LambdaSpeed.RabbitMQ;

/// <summary>What the sources log: events 200 to 209.</summary>
internal static class RabbitMqLog
{
    private static readonly Action<ILogger, string, TimeSpan, int, string, Exception?> _lost =
        LoggerMessage.Define<string, TimeSpan, int, string>(
            LogLevel.Warning, new EventId(200, nameof(Lost)),
            "'{Queue}' cannot be read, next attempt in {Delay} (failure {Failures}): {Why}");

    private static readonly Action<ILogger, string, string, Exception?> _reading = LoggerMessage.Define<string, string>(
        LogLevel.Information, new EventId(201, nameof(Reading)), "'{Queue}' is read from {Place}");

    public static void Lost(ILogger logger, string queue, TimeSpan delay, int failures, RabbitMqException why) =>
        _lost(logger, queue, delay, failures, why.Message, why);

    public static void Reading(ILogger logger, string queue, string place) => _reading(logger, queue, place, null);
}
