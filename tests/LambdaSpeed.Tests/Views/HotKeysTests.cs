using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Simulation;
using Xunit;

namespace LambdaSpeed.Tests.Views;

/// <summary>Views of which memory holds the keys in use alone.</summary>
public sealed class HotKeysTests
{
    private const int Keys = 3_000;
    private const int Numbers = 40_000;
    private const int ResidentBytes = 20_000; // some hundred keys in all tasks together

    private readonly ByKeyStore _store = new(CheckpointStore.InMemory(), ResidentBytes);
    private int _failures; // that the spout owes
    private volatile bool _isHeld; // the spout waits in the middle
    private volatile TopologyRun? _paced; // whose spout is not far ahead of what is published

    private static Dictionary<long, long> Expected =>
        Enumerable.Range(0, Numbers).GroupBy(x => KeyOf(x)).ToDictionary(group => group.Key, group => group.Sum(x => (long)x));

    [Fact]
    public async Task ViewLargerThanItsMemory_HasAllKeys()
    {
        await using var run = await StartAsync(_store);
        var most = 0L;
        while (!run.Completion.IsCompleted) most = Math.Max(most, InMemory(run));
        await run.Within(run.Completion);

        Assert.Equal(Expected, run.View(View).Content());
        Assert.All(Expected, pair => Assert.Equal(pair.Value, run.View(View).Get(pair.Key)));
        Assert.False(run.View(View).TryGet(-1, out _));
        Assert.Equal(Keys, run.View(View).Count);
        Assert.InRange(most, 1, Keys / 2);
        Assert.Contains($"{Keys} keys ({InMemory(run)} in memory)", run.Describe().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LateCommit_HoldsTheSpout_WhenMemoryIsFullOfWhatItHasToWrite()
    {
        using var mayCommit = new ManualResetEventSlim();
        _store.Committing = mayCommit.Wait;
        var emitted = 0L;
        var builder = new TopologyBuilder("late");
        builder.AddSpout("numbers", Spouts.Generate(_ => Interlocked.Increment(ref emitted) - 1, Numbers)).GroupBy(x => x)
            .Aggregate(View.Name, a => a.Count(), 2).HoldHotKeys().ToView();
        await using var run = await builder.StartAsync(Options(_store));

        try
        {
            await run.Until(() => run.Describe().Held is not null);
            for (var (before, calm) = (-1L, 0); calm < 20; calm = before == Interlocked.Read(ref emitted) ? calm + 1 : 0)
            {
                before = Interlocked.Read(ref emitted);
                await Task.Delay(5, RunFixture.Cancel);
            }
            Assert.InRange(Interlocked.Read(ref emitted), 50, 5_000); // what fits into the edges comes on top of what fits into memory
            Assert.InRange(InMemory(run), 1, 5_000);
            Assert.Contains("memory is full", run.Describe().Held, StringComparison.Ordinal);
        }
        finally
        {
            mayCommit.Set();
        }
        await run.Within(run.Completion);
        Assert.Equal(Numbers, run.View(View).Count);
        Assert.Null(run.Describe().Held);
    }

    /// <summary>The epoch of one branch is full while the barrier before it waits for what another's spout has accepted.</summary>
    [Fact]
    public async Task FullEpoch_BesideASpoutThatOwesTuplesBeforeTheBarrier_IsPublished()
    {
        var push = new PushSpout<long>(4096);
        var builder = new TopologyBuilder("branches");
        var many = builder.AddSpout("numbers", Spouts.GeneratePaced(i => i, 100_000)).GroupBy(x => x)
            .Aggregate("many", a => a.Count()).HoldHotKeys().ToView();
        var pushed = builder.AddSpout("pushed", push).Shuffle().Then<long>("slow", (x, output) =>
        {
            Thread.Sleep(1);
            output.Emit(x);
        }).GroupBy(_ => 0).Aggregate("arrived", a => a.Count()).ToView();
        await using var run = await builder.StartAsync(Options(_store) with { ChunkSize = 16, EdgeCapacity = 1 });
        try
        {
            for (var i = 0; i < 300; i++) await push.SendAsync(i, RunFixture.Cancel);
            await run.Within(run.PublishAsync(RunFixture.Cancel));
            Assert.Equal(300, run.View(pushed).Get(0));
            await run.Within(run.StopAsync(RunFixture.Cancel));
            Assert.True(run.View(many).Count > 0);
        }
        finally
        {
            await run.AbortAsync(); // a run that hangs would not end by its disposal
        }
    }

    [Fact]
    public async Task Readers_BesideTheWriter_SeeWholeEpochs()
    {
        var builder = new TopologyBuilder("transfers");
        var moves = builder.AddSpout("numbers", NewSpout).SelectMany(Transfer);
        var view = moves.GroupBy(move => move.Account).Aggregate("balances", a => a.Sum(move => move.Amount), 2).HoldHotKeys().ToView();
        await using var run = _paced = await builder.StartAsync(Options(_store));
        var rounds = 0;
        for (; !run.Completion.IsCompleted || rounds < 3; rounds++)
        {
            Assert.Equal(0, run.View(view).All().Sum(pair => pair.Value));
            Assert.Equal(0, run.View(view).GetMany(Enumerable.Range(0, Keys).Select(key => (long)key)).Sum(pair => pair.Value));
        }
        await run.Within(run.Completion);
        Assert.True(rounds >= 4, $"the view was read {rounds} times beside its writer");
    }

    [Fact]
    public async Task Restarts_LoseNoKey_AndEndSnapshots()
    {
        (_failures, _isHeld) = (3, true);
        await using var run = await StartAsync(_store);
        await run.Until(() => run.PublishedEpoch.Number > 0);
        using var snapshot = run.View(View).Snapshot();
        _isHeld = false;
        await run.Within(run.Completion);

        Assert.Equal(3, run.Restarts);
        Assert.Equal(Expected, run.View(View).Content());
        Assert.Equal(Keys, run.View(View).Count);
        Assert.Contains("restart", Assert.Throws<InvalidOperationException>(() => snapshot.TryGet(0, out _)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => snapshot.All().Count());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)] // it was in memory as a whole before
    [InlineData(true, false)] // it is from now on
    public async Task AnotherStart_WithMoreTasks_GoesOn(bool first, bool second)
    {
        await using (var run = await StartAsync(_store, first, tasks: 2, numbers: Numbers / 2)) await run.Within(run.Completion);
        await using (var run = await StartAsync(_store, second, tasks: 3))
        {
            await run.Within(run.Completion);
            Assert.Equal(Expected, run.View(View).Content());
            Assert.Equal(Keys, run.View(View).Count);
            Assert.Equal(second, InMemory(run) < Keys);
        }
    }

    [Fact]
    public async Task LatestReads_FindWhatIsNotInMemory()
    {
        var builder = new TopologyBuilder("lists");
        var view = builder.AddSpout("numbers", () => new FlakySpout(Keys * 3, Keys * 3 - 1, () => true, rests: true))
            .GroupBy(x => x % Keys).Aggregate("lists", a => a.Distinct(x => x)).HoldHotKeys().ToView(); // changes in place
        var sums = builder.AddSpout("more", () => new FlakySpout(Keys * 3, Keys * 3 - 1, () => true, rests: true))
            .GroupBy(x => x % Keys).Aggregate("sums", a => a.Sum(x => x)).HoldHotKeys().ToView();
        await using var run = await builder.StartAsync(Options(_store));
        await run.Until(() => run.View(view).Get(Keys - 2).Count == 3 && run.View(sums).Get(Keys - 2) == (3 * (Keys - 2)) + (3 * Keys));

        for (var key = 0L; key < Keys; key += 7)
        {
            Assert.Equal([key, key + Keys, key + (2 * Keys)], run.View(view).Read(key, ReadLevel.Latest).Value.Order());
            var reading = run.View(sums).Read(key, ReadLevel.Latest);
            Assert.Equal((3 * key) + (3 * Keys), reading.Value);
            Assert.True(reading.IsCommitted);
        }
        await run.Within(run.AbortAsync());
    }

    [Fact]
    public async Task View_IsReadUntilItsRunIsDisposed()
    {
        var run = await StartAsync(_store);
        await run.Within(run.Completion);
        Assert.Equal(Keys, run.View(View).Content().Count);
        await run.DisposeAsync();

        var failure = Assert.Throws<ObjectDisposedException>(() => run.View(View).Content());
        Assert.Contains("Remedy", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => run.View(View).Get(-1));
        await using var next = await StartAsync(_store); // the place of the checkpoints is free
        await next.Within(next.Completion);
    }

    [Fact]
    public async Task OtherStores_HaveAllInMemory()
    {
        await using var run = await StartAsync(CheckpointStore.InMemory());
        await run.Within(run.Completion);

        Assert.Equal(Expected, run.View(View).Content());
        Assert.Equal(Keys, InMemory(run));
    }

    [Fact]
    public async Task WhatNeedsTheWholeView_IsRefused()
    {
        var builder = new TopologyBuilder("followed");
        builder.AddSpout("numbers", NewSpout).GroupBy(KeyOf).Aggregate("sums", a => a.Sum(x => x)).HoldHotKeys()
            .Follow(new MemoryViewStore<long, long>()).ToView();
        Assert.Contains("HoldHotKeys", Assert.Throws<TopologyException>(builder.Build).Message, StringComparison.Ordinal);

        await using var run = await StartAsync(_store);
        Assert.Throws<ArgumentException>(() => run.Merged(View, BatchViewSchema.For(Codec.Int64, (Aggregates<long> a) => a.Sum(x => x))));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await run.View(View).ChangesAsync(RunFixture.Cancel).FirstAsync(RunFixture.Cancel));
        await run.Within(run.Completion);
    }

    private static ViewName<long, long> View { get; } = new("sums");

    private static long KeyOf(long number) => number / 4 * 31 % Keys;

    private static IEnumerable<(long Account, long Amount)> Transfer(long x) => [(KeyOf(x), x), (KeyOf(x + 7), -x)];

    private static long InMemory(TopologyRun run) => run.Describe().Views.Single().KeysInMemory;

    private PublicationPacedSpout NewSpout() => NewSpout(Numbers);

    private PublicationPacedSpout NewSpout(int numbers) => new(numbers, each: 300, () => _paced, MayEmit);

    private async Task<TopologyRun> StartAsync(ICheckpointStore store, bool holdsHotKeys = true, int tasks = 2, int numbers = Numbers)
    {
        var builder = new TopologyBuilder("large");
        var sums = builder.AddSpout("numbers", () => NewSpout(numbers)).GroupBy(KeyOf).Aggregate(View.Name, a => a.Sum(x => x), tasks);
        (holdsHotKeys ? sums.HoldHotKeys() : sums).ToView();
        return _paced = await builder.StartAsync(Options(store));
    }

    private static SpeedLayerOptions Options(ICheckpointStore store) => new()
    {
        Checkpoints = store,
        EpochInterval = TimeSpan.FromMilliseconds(2),
        ChunkSize = 50,
        Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1), MaxRestarts = 10 },
    };

    /// <summary>The middle is waited at while that is asked for, and fails as often as is owed.</summary>
    private bool MayEmit(long next)
    {
        if (next < Numbers / 2) return true;
        if (_isHeld) return false;
        return Interlocked.Decrement(ref _failures) >= 0 ? throw new IOException("the source failed, as asked") : true;
    }
}
