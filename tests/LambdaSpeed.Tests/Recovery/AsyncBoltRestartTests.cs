using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>Async bolts in whole runs with threads: what is held survives failures, ends and starts, with as many tasks as there are
/// then.</summary>
public sealed class AsyncBoltRestartTests
{
    private const int Numbers = 3000;

    private readonly ICheckpointStore _store = CheckpointStore.InMemory();
    private readonly OutsideCalls _outside = new();
    private int _failures; // how often the spout has yet to fail

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(1, 4, true)]
    [InlineData(4, 3, false)]
    public async Task EachTuple_CountsOnce_AcrossAFailure_AnAbort_AndAnotherParallelism(int first, int second, bool byKey)
    {
        _failures = 1;
        await using (var run = await Slow(first, byKey, out _).StartAsync(Often()))
        {
            await run.Until(() => run.Restarts == 1 && run.PublishedEpoch.Number >= 6);
            await run.AbortAsync();
        }
        await using var again = await Slow(second, byKey, out var counts).RunToEndAsync(Often());

        Assert.Equal(Enumerable.Range(0, Numbers).ToDictionary(x => (long)x, _ => 1L), again.View(counts).Content());
    }

    [Theory]
    [InlineData(3, 1, true)]
    [InlineData(1, 3, true)]
    [InlineData(2, 3, false)]
    public async Task NextStart_CallsAgainForWhatAStopHasKept(int first, int second, bool byKey)
    {
        var spout = new FedSpout<long>();
        await using (var run = await Waiting(spout, first, byKey, out _).StartAsync(Often()))
        {
            spout.Push(1, 2, 3, 4, 5);
            await run.Until(() => _outside.Pending.Length == 5);
            _outside.End(3);
            await run.Until(() => run.Component("calls").Calls!.Completed == 1);
            await run.Within(run.StopAsync(RunFixture.Cancel));
        }
        Assert.Equal([1, 2, 4, 5], _outside.Cancelled.Order());
        Assert.Empty(_outside.Pending);

        spout = new();
        await using var again = await Waiting(spout, second, byKey, out var counts).StartAsync(Often());
        await again.Until(() => _outside.Pending.Length == 4);
        Assert.Equal([1, 2, 4, 5], _outside.Pending.Order());
        spout.Push(6);
        await again.Until(() => _outside.Pending.Length == 5);
        _outside.EndAll();
        await again.Within(again.DrainAsync(RunFixture.Cancel));
        Assert.Equal(Enumerable.Range(1, 6).ToDictionary(x => (long)x, _ => 1L), again.View(counts).Content());

        await using var empty = await Waiting(new(), 2, byKey, out counts).StartAsync(Often());
        await empty.Within(empty.StopAsync(RunFixture.Cancel));
        Assert.Empty(_outside.Pending); // nothing is left to call for
    }

    [Fact]
    public async Task Start_WithTuplesThatCannotBeStored_IsRefused_ButNotWithoutCheckpoints()
    {
        TopologyBuilder Describe()
        {
            var builder = new TopologyBuilder("calls");
            builder.AddSpout("numbers", Spouts.FromArray([new object()]))
                .SelectAsync("calls", async (x, token) => { await Task.Yield(); return 1L; }).Ignore();
            return builder;
        }

        var refusal = await Assert.ThrowsAsync<StateMismatchException>(() => Describe().StartAsync(Often()));
        Assert.Contains("'calls:calls': its keys or values have no codec", refusal.Message, StringComparison.Ordinal);
        await using var run = await Describe().RunToEndAsync();
        Assert.Equal(1, run.Component("calls").Calls!.Completed);
    }

    [Fact]
    public async Task Services_GiveTheBolt()
    {
        var services = new OneService(new CallingBolt(async (x, output, _) =>
        {
            await Task.Yield();
            output.Emit(-x);
        }));
        var builder = new TopologyBuilder("calls", services);
        var view = builder.AddSpout("numbers", Spouts.FromArray([1L, 2L, 3L])).Then<CallingBolt, long, long>("calls", x => x, new AsyncOptions())
            .GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();

        Assert.Equal(new() { [-1] = 1, [-2] = 1, [-3] = 1 }, run.View(view).Content());
    }

    private SpeedLayerOptions Often() => new()
    {
        EpochInterval = TimeSpan.FromMilliseconds(1), ChunkSize = 64, Checkpoints = _store, Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) },
    };

    /// <summary>Calls that take some milliseconds, each another time; some fail at first.</summary>
    private TopologyBuilder Slow(int tasks, bool byKey, out ViewName<long, long> counts)
    {
        var builder = new TopologyBuilder("calls");
        var numbers = builder.AddSpout("numbers", () => new FlakySpout(Numbers, Numbers / 2, () => _failures-- > 0));
        var options = new ComponentOptions { Retry = new() { MaxRetries = 1000, FirstDelay = TimeSpan.FromMilliseconds(1) } };
        var calls = new AsyncOptions { MaxConcurrency = 16, Order = tasks > 1 ? AsyncOrder.None : AsyncOrder.Input };
        var called = byKey
            ? numbers.SelectAsync("calls", CallAsync, x => x % 100, calls, tasks, options)
            : numbers.SelectAsync("calls", CallAsync, calls, tasks, options);
        counts = called.GroupBy(x => x).Aggregate("counts", a => a.Count(), 2).ToView();
        return builder;
    }

    private static async ValueTask<long> CallAsync(long number, CancellationToken cancellationToken)
    {
        if (Random.Shared.Next(10) == 0) throw new TestFailure();
        if (number % 3 == 0) await Task.Delay((int)(number % 7), cancellationToken);
        if (number % 3 == 1) await Task.Yield();
        if (Random.Shared.Next(10) == 0) throw new TestFailure();
        return number;
    }

    private TopologyBuilder Waiting(FedSpout<long> spout, int tasks, bool byKey, out ViewName<long, long> counts)
    {
        var builder = new TopologyBuilder("calls");
        var numbers = builder.AddSpout("numbers", spout);
        var calls = new AsyncOptions { StopPatience = TimeSpan.FromMilliseconds(20), Order = AsyncOrder.None };
        AsyncBolt<long, long> Make() => new CallingBolt(async (x, output, token) =>
        {
            await _outside.WaitAsync(x, token, heedsToken: true);
            output.Emit(x);
        });
        var called = byKey ? numbers.Then("calls", Make, x => x, calls, tasks) : numbers.Then("calls", Make, calls, tasks);
        counts = called.GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();
        return builder;
    }

    private sealed class OneService(CallingBolt bolt) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(CallingBolt) ? bolt : null;
    }
}
