using System.Diagnostics.Metrics;
using LambdaSpeed.Kafka;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;
using static LambdaSpeed.Satellites.Tests.Kafka.KafkaRun;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>What is counted of the brokers, by OpenTelemetry's names, and what the client's statistics say.</summary>
public sealed class KafkaMetricsTests
{
    [Fact]
    public async Task Messages_Connections_AndLag_AreMeasured()
    {
        await using var harness = await KafkaHarness.NewAsync();
        using var measurements = new Measurements();
        await harness.AppendAsync(0, [.. Range(0, 100)], RunFixture.Cancel);
        await harness.AppendAsync(1, [.. Range(100, 10)], RunFixture.Cancel);
        var options = harness.Options with { StatisticsInterval = TimeSpan.FromMilliseconds(50) };
        await using (var run = await StartAsync(options))
        {
            await run.RequireSeenAsync(Range(0, 110));
            await run.Until(() => measurements.Of(harness.Topic).Exists(measured => measured.Name == "messaging.client.operation.duration"));
            await run.Until(() => Lag("0") is 0 && Lag("1") is 0);
            var own = measurements.Of(harness.Topic);
            Assert.All(own, measured => Assert.Equal("kafka", measured.Tags["messaging.system"]));
            Assert.Equal(110, own.Where(measured => measured.Name == "messaging.client.consumed.messages").Sum(measured => measured.Value));
            var connection = Assert.Single(own, measured => measured.Name == "messaging.client.operation.duration");
            Assert.Equal("connect", connection.Tags["messaging.operation.name"]);
            Assert.InRange(connection.Value, 0.0001, 60);
            Assert.True(own.Last(measured => measured.Name == "lambdaspeed.kafka.received").Value > 110 * 8);
            Assert.InRange(own.Last(measured => measured.Name == "lambdaspeed.kafka.latency").Value, 1e-6, 60);
        }
        measurements.Clear();
        measurements.Observe();
        Assert.Empty(measurements.Of(harness.Topic)); // it is hidden with its end

        double? Lag(string partition)
        {
            measurements.Observe();
            return measurements.Of(harness.Topic).LastOrDefault(measured => measured.Name == "lambdaspeed.kafka.lag" &&
                Equals(measured.Tags["messaging.destination.partition.id"], partition))?.Value;
        }
    }

    [Fact]
    public async Task Lag_OfATaskThatIsHeldUp_IsWhatItHasNotRead()
    {
        await using var harness = await KafkaHarness.NewAsync(partitions: 1);
        await harness.AppendAsync(0, [.. Range(0, 1000)], RunFixture.Cancel);
        var lag = -1L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == "lambdaspeed.kafka.lag") listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            foreach (var tag in tags) if (tag.Value is string topic && topic == harness.Topic) lag = value;
        });
        listener.Start();
        using var gate = new ManualResetEventSlim();
        var builder = new TopologyBuilder("lag");
        var options = harness.Options with { StatisticsInterval = TimeSpan.FromMilliseconds(50) };
        builder.AddSpout("numbers", KafkaTopic.Read(options, KafkaHarness.Decode))
            .Select(i =>
            {
                if (i >= 100) gate.Wait(RunFixture.Cancel);
                return i;
            })
            .GroupBy(i => i).Aggregate("seen", a => a.Count()).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: RunFixture.Cancel);
        await run.Until(() => Observe() is > 0 and < 1000);
        gate.Set();
        await run.Until(() => Observe() == 0);

        long Observe()
        {
            listener.RecordObservableInstruments();
            return Volatile.Read(ref lag);
        }
    }
}
