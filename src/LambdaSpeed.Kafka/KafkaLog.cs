using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Kafka;

/// <summary>What sources and outputs log: events 210 to 219.</summary>
internal static class KafkaLog
{
    private static readonly Action<ILogger, string, TimeSpan, int, string, Exception?> _lost =
        LoggerMessage.Define<string, TimeSpan, int, string>(
            LogLevel.Warning, new EventId(210, nameof(Lost)),
            "topic '{Topic}' cannot be read, next attempt in {Delay} (failure {Failures}): {Why}");

    private static readonly Action<ILogger, string, string, Exception?> _reading = LoggerMessage.Define<string, string>(
        LogLevel.Information, new EventId(211, nameof(Reading)), "topic '{Topic}' is read from {Positions}");

    private static readonly Action<ILogger, string, string, string, Exception?> _notMirrored =
        LoggerMessage.Define<string, string, string>(
            LogLevel.Warning, new EventId(212, nameof(NotMirrored)),
            "positions of topic '{Topic}' were not copied to consumer group '{Group}': {Why}");

    private static readonly Action<ILogger, string, string, Exception?> _client = LoggerMessage.Define<string, string>(
        LogLevel.Debug, new EventId(213, nameof(Client)), "Kafka client, {Facility}: {Message}");

    private static readonly Action<ILogger, string, int, int, Exception?> _searched = LoggerMessage.Define<string, int, int>(
        LogLevel.Information, new EventId(214, nameof(Searched)),
        "topic '{Topic}' was looked through for outputs that may be out: {Found} are, {Missing} are not");

    private static readonly Action<ILogger, string, string, string, Exception?> _notCommitted =
        LoggerMessage.Define<string, string, string>(
            LogLevel.Warning, new EventId(215, nameof(NotCommitted)),
            "partitions of topic '{Topic}' leave without their last positions in consumer group '{Group}', so messages come again: {Why}");

    private static readonly Action<ILogger, string, string, string, Exception?> _notTold =
        LoggerMessage.Define<string, string, string>(
            LogLevel.Debug, new EventId(217, nameof(NotTold)), "consumer group '{Group}' of topic '{Topic}' was not told positions: {Why}");

    private static readonly Action<ILogger, string, string, string, Exception?> _givenAway =
        LoggerMessage.Define<string, string, string>(
            LogLevel.Information, new EventId(216, nameof(GivenAway)),
            "topic '{Topic}': consumer group '{Group}' has taken partitions {Partitions}");

    public static void Lost(ILogger logger, string topic, TimeSpan delay, int failures, KafkaSourceException why) =>
        _lost(logger, topic, delay, failures, why.Message, why);

    public static void Reading(ILogger logger, string topic, IEnumerable<LogPosition> positions)
    {
        if (logger.IsEnabled(LogLevel.Information)) _reading(logger, topic, string.Join(", ", positions), null);
    }

    public static void NotMirrored(ILogger logger, string topic, string group, KafkaException why) =>
        _notMirrored(logger, topic, group, why.Message, why);

    public static void NotCommitted(ILogger logger, string topic, string group, Exception why) =>
        _notCommitted(logger, topic, group, why.Message, why);

    /// <summary>The group was not told, this time.</summary>
    public static void NotTold(ILogger logger, string topic, string group, KafkaException why) =>
        _notTold(logger, group, topic, why.Message, null);

    public static void GivenAway(ILogger logger, string topic, string group, IEnumerable<int> partitions)
    {
        if (logger.IsEnabled(LogLevel.Information)) _givenAway(logger, topic, group, string.Join(", ", partitions), null);
    }

    public static void Searched(ILogger logger, string topic, int found, int missing) => _searched(logger, topic, found, missing, null);

    /// <summary>What the client's own log says; what matters of it comes as an error, too.</summary>
    public static void Client(ILogger logger, LogMessage message) => _client(logger, message.Facility, message.Message, null);
}
