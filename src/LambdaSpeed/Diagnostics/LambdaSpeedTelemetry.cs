using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LambdaSpeed.Diagnostics;

/// <summary>The names under which traces and metrics are found.</summary>
internal static class LambdaSpeedTelemetry
{
    public const string Name = "LambdaSpeed";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter _meter = new(Name);

    public static readonly Histogram<double> BarrierStall = _meter.CreateHistogram<double>(
        "lambdaspeed.barrier.stall", "s", "Time for which a barrier kept a task from reading.");

    public static readonly Histogram<double> AccuracyError = _meter.CreateHistogram<double>(
        "lambdaspeed.view.error", "1", "Mean relative error of what a view had shown, when a batch view took its place.");

    public static readonly Histogram<double> StoreCall = _meter.CreateHistogram<double>(
        "db.client.operation.duration", "s", "Duration of a call of a store: one that follows a view, or the place of checkpoints.");

    public static readonly Counter<long> MessagesConsumed = _meter.CreateCounter<long>(
        "messaging.client.consumed.messages", "{message}", "Messages that were delivered to a source.");

    public static readonly Counter<long> MessagesSent = _meter.CreateCounter<long>(
        "messaging.client.sent.messages", "{message}", "Outputs that a broker has acknowledged.");

    public static readonly Histogram<double> MessagingOperation = _meter.CreateHistogram<double>(
        "messaging.client.operation.duration", "s", "Duration of connecting to a server, or of waiting for its acknowledgement.");

    public static readonly Histogram<double> BarrierAlignment = _meter.CreateHistogram<double>(
        "lambdaspeed.barrier.alignment", "s", "Time from an epoch's first barrier at a task to its last one.");
}
