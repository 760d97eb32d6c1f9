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
        using var measurements = new Measurements();
        await harness.AppendAsync(0, [.. Enumerable.Range(0, 100).Select(i => (long)i)], RunFixture.Cancel);
        var builder = new TopologyBuilder("metrics");
        var name = builder.AddSpout("numbers", RabbitMqStreams.Read(harness.Options, RabbitStreamsHarness.Decode))
            .GroupBy(i => i).Aggregate("seen", a => a.Count()).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: RunFixture.Cancel);
        await run.Until(() => run.View(name).Count == 100);
        await run.Until(() => measurements.Of(harness.Streams[0]).Exists(measured => measured.Name == "messaging.client.operation.duration"));

        var own = measurements.Of(harness.Streams[0]).FindAll(measured => measured.Name.StartsWith("messaging.", StringComparison.Ordinal));
        Assert.All(own, measured => Assert.Equal("rabbitmq", measured.Tags["messaging.system"]));
        Assert.Equal(100, own.Where(measured => measured.Name == "messaging.client.consumed.messages").Sum(measured => measured.Value));
        var connection = Assert.Single(own, measured => measured.Name == "messaging.client.operation.duration");
        Assert.Equal("connect", connection.Tags["messaging.operation.name"]);
        Assert.InRange(connection.Value, 0.0001, 60);
    }
}
