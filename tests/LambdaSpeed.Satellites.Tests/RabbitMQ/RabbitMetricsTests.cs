using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LambdaSpeed.RabbitMQ;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.RabbitMQ;

/// <summary>What is counted of the broker, by OpenTelemetry's names.</summary>
public sealed class RabbitMetricsTests(Servers servers)
{
    [Fact]
    public async Task Messages_AndConnections_AreMeasured()
    {
        await using var harness = await RabbitStreamsHarness.NewAsync(await servers.ConnectionAsync("rabbitmq"));
        var found = new ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "LambdaSpeed" && instrument.Name.StartsWith("messaging.", StringComparison.Ordinal))
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((by, value, tags, _) => found.Enqueue((by.Name, value, new(tags.ToArray()))));
        listener.SetMeasurementEventCallback<double>((by, value, tags, _) => found.Enqueue((by.Name, value, new(tags.ToArray()))));
        listener.Start();
        await harness.AppendAsync(0, [.. Enumerable.Range(0, 100).Select(i => (long)i)], RunFixture.Cancel);
        var builder = new TopologyBuilder("metrics");
        var name = builder.AddSpout("numbers", RabbitMqStreams.Read(harness.Options, RabbitStreamsHarness.Decode))
            .GroupBy(i => i).Aggregate("seen", a => a.Count()).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: RunFixture.Cancel);
        await run.Until(() => run.View(name).Count == 100);

        var own = found.Where(measured => Equals(measured.Tags["messaging.destination.name"], harness.Streams[0])).ToList();
        Assert.All(own, measured => Assert.Equal("rabbitmq", measured.Tags["messaging.system"]));
        Assert.Equal(100, own.Where(measured => measured.Name == "messaging.client.consumed.messages").Sum(measured => measured.Value));
        var connection = Assert.Single(own, measured => measured.Name == "messaging.client.operation.duration");
        Assert.Equal("connect", connection.Tags["messaging.operation.name"]);
        Assert.InRange(connection.Value, 0.0001, 60);
    }
}
