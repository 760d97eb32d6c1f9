using LambdaSpeed.RabbitMQ;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.RabbitMQ;

/// <summary>Where reading begins, and what becomes of positions that the stream does not have.</summary>
public sealed class StreamPositionTests(Servers servers)
{
    private const string View = "seen";

    [Fact]
    public async Task Start_Latest_ReadsWhatComesLater_AlsoAfterACrashBeforeTheFirst()
    {
        await using var harness = await NewAsync();
        await harness.AppendAsync(0, [.. Range(0, 1000)], RunFixture.Cancel);
        var checkpoints = CheckpointStore.InMemory();
        var options = harness.Options with { Start = StreamStart.Latest };
        await using (var first = await StartAsync(options, checkpoints))
        {
            await first.Within(first.PublishAsync(RunFixture.Cancel));
            await first.Within(first.StopAsync(RunFixture.Cancel));
        }
        await harness.AppendAsync(0, [.. Range(1000, 50)], RunFixture.Cancel); // nobody runs
        await harness.AppendAsync(1, [.. Range(2000, 50)], RunFixture.Cancel);
        await using var run = await StartAsync(options, checkpoints);
        await RequireSeenAsync(run, [.. Range(1000, 50), .. Range(2000, 50)]);
    }

    [Fact]
    public async Task Start_Latest_OpensWhileMessagesCome_AndReadsAllThatComeLater()
    {
        await using var harness = await NewAsync();
        await harness.AppendAsync(0, [.. Range(0, 100)], RunFixture.Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(RunFixture.Cancel);
        var last = 99L;
        var publishing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await harness.AppendAsync(0, [last + 1], CancellationToken.None);
                last++;
                await Task.Delay(20, CancellationToken.None);
            }
        }, RunFixture.Cancel);
        var starting = StartAsync(harness.Options with { Streams = [harness.Streams[0]], Start = StreamStart.Latest });
        var first = await Task.WhenAny(starting, Task.Delay(TimeSpan.FromSeconds(10), RunFixture.Cancel));
        var startedBy = last + 1;
        await Task.Delay(300, RunFixture.Cancel);
        await stop.CancelAsync();
        await publishing;
        await using var run = await starting;
        Assert.Same(starting, first);
        var view = run.View(new ViewName<long, long>(View));
        await run.Until(() => view.TryGet(last, out _));
        var seen = Range(0, (int)last + 1).Where(value => view.TryGet(value, out _)).ToList();
        Assert.InRange(seen[0], 100, startedBy + 1);
        Assert.Equal(Range((int)seen[0], (int)(last - seen[0]) + 1), seen);
        Assert.All(seen, value => Assert.Equal(1, view.Get(value)));
    }

    [Fact]
    public async Task Start_BehindTheEnd_IsGoneOnAt_WhenNothingWasReadYet()
    {
        await using var harness = await NewAsync();
        var checkpoints = CheckpointStore.InMemory();
        var options = harness.Options with { Streams = [harness.Streams[0]], Start = StreamStart.At(100) };
        await using (var first = await StartAsync(options, checkpoints))
        {
            await first.Within(first.PublishAsync(RunFixture.Cancel));
            await first.Within(first.StopAsync(RunFixture.Cancel));
        }
        await using var run = await StartAsync(options, checkpoints);
        await Task.WhenAny(run.Completion, Task.Delay(TimeSpan.FromSeconds(4), RunFixture.Cancel)); // the place is looked for meanwhile
        await harness.AppendAsync(0, [.. Range(0, 120)], RunFixture.Cancel);
        await RequireSeenAsync(run, Range(100, 20));
    }

    [Fact]
    public async Task Start_AtOffsetAndTime_BeginsThere()
    {
        await using var harness = await NewAsync();
        await harness.AppendAsync(0, [.. Range(0, 100)], RunFixture.Cancel);
        await using (var offset = await StartAsync(harness.Options with { Start = StreamStart.At(60) }))
        {
            await RequireSeenAsync(offset, Range(60, 40));
        }
        await using (var ahead = await StartAsync(harness.Options with { Start = StreamStart.At(110) }))
        {
            await harness.AppendAsync(0, [.. Range(100, 20)], RunFixture.Cancel);
            await RequireSeenAsync(ahead, Range(110, 10));
        }
        await Task.Delay(TimeSpan.FromSeconds(2.5), RunFixture.Cancel);
        var later = DateTimeOffset.UtcNow;
        await harness.AppendAsync(0, [.. Range(120, 30)], RunFixture.Cancel);
        await using var time = await StartAsync(harness.Options with { Start = StreamStart.Time(later) });
        await RequireSeenAsync(time, Range(120, 30));
    }

    [Fact]
    public async Task Position_ThatRetentionHasPassed_FailsTheRun_WithATypedError()
    {
        await using var harness = await RabbitStreamsHarness.NewAsync(
            await servers.ConnectionAsync("rabbitmq"), segmentBytes: 20_000, keptBytes: 40_000);
        var checkpoints = CheckpointStore.InMemory();
        await harness.AppendAsync(0, [.. Range(0, 1000)], RunFixture.Cancel);
        await using (var first = await StartAsync(harness.Options, checkpoints))
        {
            await first.Until(() => first.View(new ViewName<long, long>(View)).TryGet(999, out _));
            await first.Within(first.StopAsync(RunFixture.Cancel));
        }
        for (var i = 1; i <= 30; i++) await harness.AppendAsync(0, [.. Range(i * 1000, 1000)], RunFixture.Cancel);

        await using var run = await StartAsync(harness.Options, checkpoints);
        var failure = await FailsAsync(run);
        Assert.Equal(RabbitMqFault.PositionExpired, failure.Fault);
        Assert.Contains("x-max-age", failure.Message, StringComparison.Ordinal);
        Assert.Contains(harness.Streams[0], failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ThatIsNotTheOneItWas_FailsTheRun_WithATypedError()
    {
        await using var harness = await NewAsync();
        var checkpoints = CheckpointStore.InMemory();
        await harness.AppendAsync(0, [.. Range(0, 100)], RunFixture.Cancel);
        await using (var first = await StartAsync(harness.Options, checkpoints))
        {
            await first.Until(() => first.View(new ViewName<long, long>(View)).TryGet(99, out _));
            await first.Within(first.StopAsync(RunFixture.Cancel));
        }
        await DeclareAnewAsync(harness);

        var options = harness.Options with { Reconnecting = new() { StartPatience = TimeSpan.FromSeconds(1) } };
        await using var run = await StartAsync(options, checkpoints);
        Assert.Equal(RabbitMqFault.PositionBeyondEnd, (await FailsAsync(run)).Fault);
    }

    [Fact]
    public async Task Stream_ThatIsDeclaredAnewWhileItIsRead_FailsTheRun_WithATypedError()
    {
        await using var harness = await NewAsync();
        await harness.AppendAsync(0, [.. Range(0, 100)], RunFixture.Cancel);
        var options = harness.Options with { Reconnecting = new() { LongestDelay = TimeSpan.FromMilliseconds(200) } };
        await using var run = await StartAsync(options);
        await run.Until(() => run.View(new ViewName<long, long>(View)).TryGet(99, out _));
        await DeclareAnewAsync(harness);
        Assert.Equal(RabbitMqFault.PositionBeyondEnd, (await FailsAsync(run)).Fault);
    }

    [Fact]
    public async Task Streams_MayBecomeMore_ButNotFewer()
    {
        await using var harness = await NewAsync();
        var checkpoints = CheckpointStore.InMemory();
        await harness.AppendAsync(0, [.. Range(0, 10)], RunFixture.Cancel);
        await harness.AppendAsync(1, [.. Range(10, 10)], RunFixture.Cancel);
        await using (var one = await StartAsync(harness.Options with { Streams = [harness.Streams[0]] }, checkpoints))
        {
            await RequireSeenAsync(one, Range(0, 10));
            await one.Within(one.StopAsync(RunFixture.Cancel));
        }
        await using (var both = await StartAsync(harness.Options, checkpoints))
        {
            await RequireSeenAsync(both, Range(0, 20));
            await both.Within(both.StopAsync(RunFixture.Cancel));
        }
        var fewer = harness.Options with { Streams = [harness.Streams[0]] };
        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => StartAsync(fewer, checkpoints));
        Assert.Equal(RabbitMqFault.FewerStreams, Assert.IsType<RabbitMqException>(failure.InnerException).Fault);
        Assert.Contains("Streams", failure.Message, StringComparison.Ordinal);
        var others = harness.Options with { Streams = [harness.Streams[1], harness.Streams[0]] };
        await Assert.ThrowsAsync<StateMismatchException>(() => StartAsync(others, checkpoints));
    }

    [Fact]
    public async Task Message_ThatIsNoTuple_FollowsTheFailurePolicy()
    {
        await using var harness = await NewAsync();
        await harness.Publisher.PublishAsync(
            harness.Streams[0],
            Range(0, 30).Select(i => i % 3 == 0 ? new byte[] { 1, 2 } : RabbitStreamsHarness.Encode(i)), RunFixture.Cancel);
        await using var run = await StartAsync(harness.Options, failing: TupleFailurePolicy.Skip);
        await RequireSeenAsync(run, Range(0, 30).Where(i => i % 3 != 0));
        Assert.Equal(10, run.Describe().Components[0].TuplesSkipped);
    }

    private static async Task DeclareAnewAsync(RabbitStreamsHarness harness)
    {
        await harness.Publisher.DeleteAsync([harness.Streams[0]]);
        await harness.Publisher.DeclareAsync(harness.Streams[0], new() { ["x-queue-type"] = "stream" });
        await harness.AppendAsync(0, [1, 2, 3], RunFixture.Cancel);
    }

    private async Task<RabbitStreamsHarness> NewAsync() =>
        await RabbitStreamsHarness.NewAsync(await servers.ConnectionAsync("rabbitmq"));

    private static Task<TopologyRun> StartAsync(
        RabbitMqStreamOptions options, ICheckpointStore? checkpoints = null, TupleFailurePolicy failing = TupleFailurePolicy.Halt)
    {
        var builder = new TopologyBuilder("positions");
        var numbers = RabbitMqStreams.Read(options, RabbitStreamsHarness.Decode);
        builder.AddSpout("numbers", numbers, options: new ComponentOptions { OnFailure = failing })
            .GroupBy(i => i).Aggregate(View, a => a.Count()).ToView();
        return SpeedLayer.StartAsync(
            builder.Build(), new SpeedLayerOptions { Checkpoints = checkpoints, Restart = RestartPolicy.Never }, RunFixture.Cancel);
    }

    private static async Task RequireSeenAsync(TopologyRun run, IEnumerable<long> owed)
    {
        var values = owed.ToHashSet();
        var view = run.View(new ViewName<long, long>(View));
        await run.Until(() => view.Count >= values.Count);
        await Task.Delay(200, RunFixture.Cancel);
        Assert.Equal(values.Count, view.Count);
        Assert.All(values, value => Assert.Equal(1, view.Get(value)));
    }

    private static async Task<RabbitMqException> FailsAsync(TopologyRun run)
    {
        await run.Completion.WaitAsync(RunFixture.Patience, RunFixture.Cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => run.Completion);
        return Assert.IsType<RabbitMqException>(failure.InnerException);
    }

    private static IEnumerable<long> Range(int from, int count) => Enumerable.Range(from, count).Select(i => (long)i);
}
