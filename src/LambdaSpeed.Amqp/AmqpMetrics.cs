using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LambdaSpeed.Amqp;

/// <summary>What the library counts of a broker, by OpenTelemetry's names for messaging.</summary>
internal static class AmqpMetrics
{
    private static readonly Meter _meter = new("LambdaSpeed");

    private static readonly Counter<long> _consumed = _meter.CreateCounter<long>(
        "messaging.client.consumed.messages", "{message}", "Messages that were delivered to a source.");

    private static readonly Histogram<double> _operation = _meter.CreateHistogram<double>(
        "messaging.client.operation.duration", "s", "Duration of connecting to a server and beginning to read.");

    /// <summary>Whether somebody listens: what is counted for each message is worth a look before.</summary>
    public static bool CountsMessages => _consumed.Enabled;

    public static void Consumed(string queue) => _consumed.Add(1, Tags("receive", queue));

    public static void Connected(TimeSpan duration, string queue, AmqpSourceException? failure)
    {
        var tags = Tags("connect", queue);
        if (failure is not null) tags.Add("error.type", failure.Fault.ToString());
        _operation.Record(duration.TotalSeconds, tags);
    }

    private static TagList Tags(string operation, string queue) => new()
    {
        { "messaging.system", "amqp" }, { "messaging.operation.name", operation }, { "messaging.destination.name", queue },
    };
}
