using LambdaSpeed.RabbitMQ;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.RabbitMQ;

/// <summary>A server that is silent for a while is not taken for one that has nothing.</summary>
public sealed class SlowServerTests(Servers servers)
{
    private static readonly ViewName<long, long> _view = new("seen");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_AtALatestPlace_WaitsForASlowServer_AndReadsNothingOld(bool isTime)
    {
        await using var harness = await RabbitStreamsHarness.NewAsync(await servers.ConnectionAsync("rabbitmq"));
        await using var hold = new DeliveryHold(harness.Options.Uri);
        await harness.AppendAsync(0, [.. Range(0, 100)], RunFixture.Cancel);
        hold.Hold();
        var starting = StartAsync(OptionsAt(hold, harness) with
        {
            Start = isTime ? StreamStart.Time(DateTimeOffset.UtcNow.AddMinutes(1)) : StreamStart.Latest,
        });
        var first = await Task.WhenAny(starting, Task.Delay(TimeSpan.FromSeconds(3), RunFixture.Cancel)); // it was taken for empty after one
        Assert.NotSame(starting, first);
        hold.Release();
        await using var run = await starting;
        await harness.AppendAsync(0, [.. Range(100, 10)], RunFixture.Cancel);
        await RequireSeenAsync(run, Range(100, 10));
    }

    [Fact]
    public async Task Start_AtTheLatestPlace_OfAServerThatStaysSilent_FailsWithATypedError()
    {
        await using var harness = await RabbitStreamsHarness.NewAsync(await servers.ConnectionAsync("rabbitmq"));
        await using var hold = new DeliveryHold(harness.Options.Uri);
        await harness.AppendAsync(0, [.. Range(0, 100)], RunFixture.Cancel);
        hold.Hold();
        var options = OptionsAt(hold, harness) with { Start = StreamStart.Latest, Reconnecting = new() { StartPatience = TimeSpan.FromSeconds(1) } };
        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => StartAsync(options));
        var cause = Assert.IsType<RabbitMqException>(failure.InnerException);
        Assert.Equal(RabbitMqFault.Unreachable, cause.Fault);
        Assert.Contains("has 100 messages", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reconnecting_ToASlowServer_IsNoLoss()
    {
        await using var harness = await RabbitStreamsHarness.NewAsync(await servers.ConnectionAsync("rabbitmq"));
        await using var hold = new DeliveryHold(harness.Options.Uri);
        await harness.AppendAsync(0, [.. Range(0, 100)], RunFixture.Cancel);
        await using var run = await StartAsync(OptionsAt(hold, harness));
        await run.Until(() => run.View(_view).Count == 100);
        hold.Hold();
        hold.Cut();
        await Task.WhenAny(run.Completion, Task.Delay(TimeSpan.FromSeconds(4.5), RunFixture.Cancel)); // it was a loss after 3.2
        hold.Release();
        await harness.AppendAsync(0, [.. Range(100, 10)], RunFixture.Cancel);
        await RequireSeenAsync(run, Range(0, 110));
        Assert.Equal(0, run.Restarts);
    }

    [Fact]
    public async Task Stream_ThatEndsTooEarly_IsLookedAtAgain_AndReadOnWhenItHasGrown()
    {
        await using var harness = await RabbitStreamsHarness.NewAsync(await servers.ConnectionAsync("rabbitmq"));
        var checkpoints = CheckpointStore.InMemory();
        var options = harness.Options with { Streams = [harness.Streams[0]] };
        await harness.AppendAsync(0, [.. Range(0, 100)], RunFixture.Cancel);
        await using (var first = await StartAsync(options, checkpoints))
        {
            await first.Until(() => first.View(_view).Count == 100);
            await first.Within(first.StopAsync(RunFixture.Cancel));
        }
        await harness.Publisher.DeleteAsync([harness.Streams[0]]);
        await harness.Publisher.DeclareAsync(harness.Streams[0], new() { ["x-queue-type"] = "stream" });
        await harness.AppendAsync(0, [.. Range(0, 50)], RunFixture.Cancel); // as a replica that lags behind

        await using var run = await StartAsync(options, checkpoints);
        await run.Until(() => run.Describe().Components[0].Sources[0] is { State: SourceState.Retrying, Failure: { } why } && why.Contains("message is 49", StringComparison.Ordinal));
        await harness.AppendAsync(0, [.. Range(50, 60)], RunFixture.Cancel);
        await RequireSeenAsync(run, Range(0, 110));
    }

    private static RabbitMqStreamOptions OptionsAt(DeliveryHold hold, RabbitStreamsHarness harness) =>
        harness.Options with { Uri = hold.Uri, Streams = [harness.Streams[0]] };

    private static Task<TopologyRun> StartAsync(RabbitMqStreamOptions options, ICheckpointStore? checkpoints = null)
    {
        var builder = new TopologyBuilder("slow");
        builder.AddSpout("numbers", RabbitMqStreams.Read(options, RabbitStreamsHarness.Decode))
            .GroupBy(i => i).Aggregate(_view.Name, a => a.Count()).ToView();
        return SpeedLayer.StartAsync(
            builder.Build(), new SpeedLayerOptions { Checkpoints = checkpoints, Restart = RestartPolicy.Never }, RunFixture.Cancel);
    }

    private static async Task RequireSeenAsync(TopologyRun run, IEnumerable<long> owed)
    {
        var values = owed.ToHashSet();
        var view = run.View(_view);
        await run.Until(() => view.Count >= values.Count);
        await Task.Delay(200, RunFixture.Cancel);
        Assert.Equal(values.Count, view.Count);
        Assert.All(values, value => Assert.Equal(1, view.Get(value)));
    }

    private static IEnumerable<long> Range(int from, int count) => Enumerable.Range(from, count).Select(i => (long)i);
}
