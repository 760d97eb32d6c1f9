using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Views;

/// <summary>The changes of a view, as a reader and as an outside store see them.</summary>
public sealed class ViewChangesTests
{
    private readonly FedSpout<long> _spout = new();

    [Fact]
    public async Task Changes_StartWithContent_ThenGiveWhatChanged()
    {
        var (run, view) = await StartAsync();
        await using var _ = run;
        await PublishAsync(run, 1, 2, 2);
        await using var changes = run.View(view).ChangesAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);

        Assert.Equal([(1, 1), (2, 2)], await TakeAsync(run, changes, 2));
        await PublishAsync(run, 2);
        Assert.Equal([(2, 3)], await TakeAsync(run, changes, 1));
    }

    [Fact]
    public async Task Changes_OfSlowReader_AreConflated()
    {
        var (run, view) = await StartAsync();
        await using var _ = run;
        await PublishAsync(run, 1);
        await using var changes = run.View(view).ChangesAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        Assert.Equal([(1, 1)], await TakeAsync(run, changes, 1));

        for (var i = 0; i < 20; i++) await PublishAsync(run, 1, 2);
        Assert.Equal([(1, 21), (2, 20)], await TakeAsync(run, changes, 2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Changes_OfEndlessFlow_EndEqualToTheView(bool isSlow)
    {
        var builder = new TopologyBuilder("flow");
        var name = builder.AddSpout("numbers", new CountingSpout()).GroupBy(x => x % 100).Aggregate("v", a => a.Count(), 2).ToView();
        await using var run = await builder.StartAsync(new() { EpochInterval = TimeSpan.FromMilliseconds(1) });
        var seen = new Dictionary<long, long>();
        var reading = Task.Run(ReadAsync, RunFixture.Cancel);
        await run.Until(() => run.PublishedEpoch.Number > 30);
        await run.Within(run.StopAsync(RunFixture.Cancel));
        await run.Within(reading);

        Assert.Equal(run.View(name).Content(), seen);

        async Task ReadAsync()
        {
            await foreach (var change in run.View(name).ChangesAsync(RunFixture.Cancel))
            {
                Assert.True(change.Value >= seen.GetValueOrDefault(change.Key), "a change went back");
                seen[change.Key] = change.Value;
                if (isSlow && seen.Count % 30 == 0) await Task.Delay(1, RunFixture.Cancel);
            }
        }
    }

    [Fact]
    public async Task Changes_OfFaultedRun_Throw()
    {
        var (run, view) = await StartAsync();
        await using var _ = run;
        await using var changes = run.View(view).ChangesAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        var next = changes.MoveNextAsync().AsTask();
        _spout.Push(-1);

        var fault = await Assert.ThrowsAsync<RunFaultedException>(() => run.Within(next));
        Assert.IsType<TupleFailedException>(fault.InnerException);
    }

    [Fact]
    public async Task Changes_Cancelled_Throw()
    {
        var (run, view) = await StartAsync();
        await using var _ = run;
        using var cancellation = new CancellationTokenSource();
        await using var changes = run.View(view).ChangesAsync(cancellation.Token).GetAsyncEnumerator(RunFixture.Cancel);
        var next = changes.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within(next));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Follow_OfFlakyStore_EndsEqualToTheView(int failures)
    {
        var kept = new MemoryViewStore<long, long>();
        var store = new FlakyViewStore<long, long>(kept) { Writes = FaultPlan.First(failures) };
        var (run, view) = await StartAsync(store);
        await using var _ = run;
        for (var i = 0; i < 10; i++) await PublishAsync(run, i, i % 3);
        await run.Within(run.StopAsync(RunFixture.Cancel));

        Assert.Equal(run.View(view).Content(), kept.Read("v"));
        Assert.Equal(run.PublishedEpoch, (await store.ReadMarkAsync("v", RunFixture.Cancel))!.Value.Epoch);
    }

    [Fact]
    public async Task Follow_OfAStoreThatLosesItsContent_GivesItWhole()
    {
        var store = new MemoryViewStore<long, long>();
        var (run, view) = await StartAsync(new FlakyViewStore<long, long>(store) { Writes = new(EmptyInBetween) });
        await using var _ = run;
        for (var i = 0; i < 10; i++) await PublishAsync(run, i, i % 3);
        await run.Within(run.StopAsync(RunFixture.Cancel));

        Assert.Equal(10, run.View(view).Count);
        Assert.Equal(run.View(view).Content(), store.Read("v"));

        InjectedFault EmptyInBetween(long write)
        {
            if (write is 2 or 4 or 5) store.Clear();
            return InjectedFault.None;
        }
    }

    [Fact]
    public async Task Follow_TellsTheRunsIncarnation_AndALaterOneWhereTheCheckpointsAreGone()
    {
        var store = new MemoryViewStore<long, long>();
        var (kept, gone) = (CheckpointStore.InMemory(), CheckpointStore.InMemory());
        foreach (var (checkpoints, expected) in new[] { (kept, 1), (kept, 2), (gone, 3), (null, 4) })
        {
            var builder = new TopologyBuilder("followed");
            builder.AddSpout("numbers", Spouts.FromArray([1L, 2L])).GroupBy(x => x).Aggregate("v", a => a.Count()).Follow(store).ToView();
            await using (var run = await builder.RunToEndAsync(new() { Checkpoints = checkpoints }))
            {
                Assert.Equal(run.View(new ViewName<long, long>("v")).Content(), store.Read("v"));
            }
            Assert.Equal(expected, (await store.ReadMarkAsync("v", RunFixture.Cancel))!.Value.Incarnation);
        }
    }

    [Fact]
    public async Task Follow_OfFencedStore_LeavesItAlone_AndTheRunGoesOn()
    {
        var store = new MemoryViewStore<long, long>();
        var foreign = new Dictionary<long, long> { [99] = 99 };
        await store.ReplaceAsync("v", foreign.ToAsyncEnumerable(), new ViewMark(long.MaxValue, new EpochId(5)), RunFixture.Cancel);
        var (run, view) = await StartAsync(store);
        await using var _ = run;
        await PublishAsync(run, 1);
        await run.Within(run.StopAsync(RunFixture.Cancel));

        Assert.Equal(1, run.View(view).Get(1));
        Assert.Equal(foreign, store.Read("v"));
    }

    private async Task<(TopologyRun Run, ViewName<long, long> View)> StartAsync(IViewStore<long, long>? store = null)
    {
        var builder = new TopologyBuilder("changes");
        var aggregation = builder.AddSpout("numbers", _spout).Select(x => x < 0 ? throw new TestFailure() : x).GroupBy(x => x)
            .Aggregate("v", a => a.Count());
        if (store is not null) aggregation.Follow(store);
        var view = aggregation.ToView();
        return (await builder.StartAsync(new() { EpochInterval = TimeSpan.FromDays(1) }), view);
    }

    private async Task PublishAsync(TopologyRun run, params long[] numbers)
    {
        var before = run.Component("numbers").TuplesRead;
        _spout.Push(numbers);
        await run.Until(() => run.Component("numbers").TuplesRead == before + numbers.Length);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
    }

    private static async Task<List<(long Key, long Value)>> TakeAsync(
        TopologyRun run, IAsyncEnumerator<ViewChange<long, long>> changes, int count)
    {
        var taken = new List<(long Key, long Value)>();
        while (taken.Count < count)
        {
            Assert.True(await run.Within(changes.MoveNextAsync().AsTask()));
            taken.Add((changes.Current.Key, changes.Current.Value));
        }
        return [.. taken.Order()];
    }
}
