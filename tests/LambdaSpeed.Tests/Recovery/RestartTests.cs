using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

public sealed class RestartTests
{
    private static readonly long[] _numbers = [.. Enumerable.Range(0, 50_000).Select(n => (long)n)];

    private readonly ICheckpointStore _store = CheckpointStore.InMemory();
    private int _failures; // how often the spout has yet to fail

    [Fact]
    public async Task TaskFailure_WithoutStore_RestartsFromThePublishedEpoch_AndCountsEveryTupleOnce()
    {
        _failures = 2;
        await using var run = await Counting(out var counts).RunToEndAsync(Often());

        AssertComplete(run, counts);
        Assert.Equal(2, run.Restarts);
    }

    [Fact]
    public async Task TaskFailure_WithStore_RestartsLikewise()
    {
        _failures = 1;
        await using var run = await Counting(out var counts).RunToEndAsync(Often() with { Checkpoints = _store });

        AssertComplete(run, counts);
        Assert.Equal(1, run.Restarts);
    }

    [Theory]
    [InlineData(DeliveryGuarantee.AtLeastOnce, true)]
    [InlineData(DeliveryGuarantee.AtLeastOnce, false)]
    [InlineData(DeliveryGuarantee.AtMostOnce, false)]
    public async Task TaskFailure_WithALesserGuarantee_KeepsThatOne(DeliveryGuarantee guarantee, bool keepsState)
    {
        _failures = 3;
        var options = Often() with { Guarantee = guarantee, Checkpoints = keepsState ? _store : null };
        await using var run = await Counting(out var counts).RunToEndAsync(options);

        Assert.Equal(3, run.Restarts);
        var content = run.View(counts).Content();
        var complete = _numbers.GroupBy(x => x % 1000).ToDictionary(group => group.Key, group => (long)group.Count());
        Assert.Equal(complete.Keys.Order(), content.Keys.Order());
        Assert.All(content, pair =>
        {
            if (guarantee == DeliveryGuarantee.AtLeastOnce) Assert.True(pair.Value >= complete[pair.Key], $"{pair.Key} lacks tuples");
            else Assert.True(pair.Value <= complete[pair.Key], $"{pair.Key} has tuples twice");
        });
    }

    [Fact]
    public async Task TaskFailure_BeyondThePolicy_EndsTheRun()
    {
        _failures = int.MaxValue;
        var options = Often() with { Restart = new() { MaxRestarts = 2, FirstDelay = TimeSpan.FromMilliseconds(1) }, EpochInterval = TimeSpan.FromSeconds(9) };
        await using var run = await Counting(out _).StartAsync(options);

        await Assert.ThrowsAsync<TaskFailedException>(() => run.Within(run.Completion));
        Assert.Equal((2, RunState.Faulted), (run.Restarts, run.State));
    }

    [Fact]
    public async Task NextStart_GoesOnFromTheNewestCheckpoint()
    {
        ViewName<long, long> counts;
        EpochId reached;
        await using (var first = await Counting(out counts).StartAsync(Often() with { Checkpoints = _store }))
        {
            await first.Until(() => first.PublishedEpoch.Number >= 2);
            await first.AbortAsync();
            reached = first.PublishedEpoch;
        }
        await using var second = await Counting(out counts).RunToEndAsync(Often() with { Checkpoints = _store });

        AssertComplete(second, counts);
        Assert.True(second.PublishedEpoch > reached);
        Assert.Equal(2, second.Incarnation);
    }

    [Fact]
    public async Task NextStart_AfterTheEnd_FindsEverythingThere()
    {
        await using (await Counting(out _).RunToEndAsync(Often() with { Checkpoints = _store })) { }
        await using var second = await Counting(out var counts).RunToEndAsync(Often() with { Checkpoints = _store });

        AssertComplete(second, counts);
        Assert.Equal(0, second.Component("numbers").TuplesRead);
    }

    [Fact]
    public async Task NextStart_WithOtherParallelismBehindTheKey_RestoresEachKeyToItsTask()
    {
        await using (var first = await Counting(out _, parallelism: 3).StartAsync(Often() with { Checkpoints = _store }))
        {
            await first.Until(() => first.PublishedEpoch.Number >= 2);
            await first.StopAsync(RunFixture.Cancel);
        }
        await using var second = await Counting(out var counts, parallelism: 2).RunToEndAsync(Often() with { Checkpoints = _store });

        AssertComplete(second, counts);
    }

    [Fact]
    public async Task NextStart_WithoutAViewOfTheCheckpoint_IsRefusedWithTheRemedy()
    {
        await using (await Counting(out _).RunToEndAsync(Often() with { Checkpoints = _store })) { }
        var other = new TopologyBuilder("counting");
        other.AddSpout("others", Spouts.FromArray(_numbers)).GroupBy(x => x % 10).Aggregate("sums", a => a.Sum(x => x)).ToView();

        var refusal = await Assert.ThrowsAsync<StateMismatchException>(() => other.StartAsync(new() { Checkpoints = _store }));
        Assert.Equal(["state:firsts/seen", "view:counts", "view:first-counts", "numbers"], refusal.Problems.Select(problem => problem.Component));
    }

    private static SpeedLayerOptions Often() => new() { EpochInterval = TimeSpan.FromMilliseconds(1), ChunkSize = 64 };

    /// <summary>Counts numbers by their last three digits, and those seen for the first time by a keyed bolt.</summary>
    private TopologyBuilder Counting(out ViewName<long, long> counts, int parallelism = 2)
    {
        var builder = new TopologyBuilder("counting");
        var numbers = builder.AddSpout("numbers", () => new FlakySpout(_numbers.Length, 40_000, () => _failures-- > 0));
        counts = numbers.GroupBy(x => x % 1000).Aggregate("counts", a => a.Count(), parallelism).ToView();
        numbers.GroupBy(x => x % 777).Then("firsts", () => new FirstSeen(), parallelism)
            .GroupBy(x => x % 7).Aggregate("first-counts", a => a.Count()).ToView();
        return builder;
    }

    private static void AssertComplete(TopologyRun run, ViewName<long, long> counts)
    {
        Assert.Equal(_numbers.GroupBy(x => x % 1000).ToDictionary(group => group.Key, group => (long)group.Count()), run.View(counts).Content());
        var firsts = run.View(new ViewName<long, long>("first-counts"));
        Assert.Equal(777, firsts.Content().Values.Sum());
    }

    private sealed class FirstSeen : KeyedBolt<long, long, long>
    {
        private IValueState<bool> _seen = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state)
        {
            base.Open(context, state);
            _seen = state.Value<bool>("seen");
        }

        public override void Execute(long key, long input, Emitter<long> output)
        {
            if (_seen.Value) return;
            _seen.Value = true;
            output.Emit(input);
        }
    }
}
