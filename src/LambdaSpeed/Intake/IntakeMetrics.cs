using System.Diagnostics.Metrics;
using LambdaSpeed.Diagnostics;

namespace LambdaSpeed.Intake;

/// <summary>The metrics of one intake: observed when somebody listens.</summary>
internal sealed class IntakeMetrics : IDisposable
{
    private readonly Meter _meter = new(LambdaSpeedTelemetry.Name);
    private readonly IntakeCounts _counts;

    public IntakeMetrics(IntakeCounts counts)
    {
        _counts = counts;
        Count("lambdaspeed.intake.stored", intake => intake.Stored, "{message}", "Messages that were stored and are durable.");
        Count("lambdaspeed.intake.duplicates", intake => intake.Duplicates, "{message}", "Deliveries of what was stored already.");
        Count("lambdaspeed.intake.rejected", intake => intake.Rejected, "{message}", "Messages that the door did not let in.");
        Count("lambdaspeed.intake.answers.failed", intake => intake.FailedAnswers, "{answer}", "Answers that the source threw on.");
        Count("lambdaspeed.intake.log.failures", intake => intake.LogFailures, "{attempt}", "Attempts to store that failed.");
        _meter.CreateObservableGauge("lambdaspeed.intake.outstanding", () => Measure(intake => intake.Outstanding),
            "{message}", "Deliveries that wait for their answer.");
        _meter.CreateObservableGauge("lambdaspeed.intake.away",
            () => Measure(intake => intake.Source?.State == SourceState.Retrying ? 1 : 0), "{source}",
            "1 while the server of the source cannot be read, and is tried again.");
    }

    public void Dispose() => _meter.Dispose();

    private void Count(string name, Func<IntakeDescription, long> value, string unit, string description) =>
        _meter.CreateObservableCounter(name, () => Measure(value), unit, description);

    private Measurement<long> Measure(Func<IntakeDescription, long> value)
    {
        var intake = _counts.Describe();
        return new Measurement<long>(value(intake), new KeyValuePair<string, object?>("lambdaspeed.intake", intake.Name));
    }
}
