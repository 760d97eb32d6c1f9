using System.Diagnostics.Metrics;
using Xunit;
using static LambdaSpeed.Tests.Intake.IntakeFixture;

namespace LambdaSpeed.Tests.Intake;

/// <summary>What an intake counts and logs.</summary>
public sealed class IntakeDiagnosticsTests
{
    [Fact]
    public async Task Meter_CountsWhatBecameOfMessages()
    {
        using var fixture = new IntakeFixture();
        fixture.Broker.Add(Message("a"), Message("a"), Message("b"), Message("c"), new BrokerMessage("d"));
        await using var intake = await fixture.StartAsync(new() { Name = "metered" });
        await intake.Completion.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);

        var seen = Observe("metered");

        Assert.Equal(3, seen["lambdaspeed.intake.stored"]);
        Assert.Equal(1, seen["lambdaspeed.intake.duplicates"]);
        Assert.Equal(1, seen["lambdaspeed.intake.rejected"]);
        Assert.Equal(0, seen["lambdaspeed.intake.outstanding"]);
        Assert.Equal(0, seen["lambdaspeed.intake.answers.failed"]);
        Assert.Equal(0, seen["lambdaspeed.intake.log.failures"]);
        await intake.DisposeAsync();
        Assert.Empty(Observe("metered"));
    }

    [Fact]
    public async Task Log_TellsStartRejectionAndEnd()
    {
        using var fixture = new IntakeFixture();
        var watch = new DelayWatch(() => Assert.Fail("the log did not fail"));
        await fixture.TakeInAsync(new() { LoggerFactory = watch }, Message("a"), new BrokerMessage("b"));

        Assert.Equal([60, 63, 61], watch.Events);
    }

    private static Dictionary<string, long> Observe(string intake)
    {
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "LambdaSpeed") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (Equals(tags[0].Value, intake)) seen[instrument.Name] = value;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }
}
