using LambdaSpeed.State;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>Maps, lists and times to live in whole runs: across failures, starts and changes of the topology.</summary>
public sealed class KeyedStateRestartTests
{
    private const int Numbers = 20_000;

    private readonly ICheckpointStore _store = CheckpointStore.InMemory();
    private int _failures; // how often the spout has yet to fail

    [Theory]
    [InlineData(3, 2, false)]
    [InlineData(1, 4, true)]
    public async Task NextStart_WithOtherParallelism_FindsMapsAndLists(int first, int second, bool failsAsWell)
    {
        _failures = failsAsWell ? 1 : 0;
        await using (var run = await Words(first, out _).StartAsync(Often()))
        {
            await run.Until(() => run.PublishedEpoch.Number >= 2);
            await run.AbortAsync();
        }
        await using var again = await Words(second, out var sizes).RunToEndAsync(Often());

        // each key has seen Numbers / 10 numbers: all are in its list, one in a thousand in its map
        Assert.Equal(
            Enumerable.Range(0, 10).ToDictionary(key => (long)key, _ => (Numbers / 10) + (Numbers / 1000L)), again.View(sizes).Content());
    }

    [Fact]
    public async Task NextStart_WithAnotherKindOfState_IsRefusedWithTheRemedy()
    {
        await Run(state => state.Value<long>("seen"));
        var refusal = await Refused(state => state.List<long>("seen"));
        Assert.Contains("stored as int64 -> int64, but is now list (int64,int64) -> int64", refusal);

        refusal = await Refused(state => state.Value<long>("seen", TimeSpan.FromHours(1)));
        Assert.Contains("expiring int64", refusal);
        Assert.Contains("new name", refusal);
        await Run(state => state.Value<long>("seen"));
    }

    [Fact]
    public async Task NextStart_WithAnotherTimeToLive_GoesOn()
    {
        await Run(state => state.Map<string, long>("seen", TimeSpan.FromHours(1)));
        await Run(state => state.Map<string, long>("seen", TimeSpan.FromHours(2)));
    }

    [Fact]
    public async Task Open_WithAStateThatCannotBe_NamesTheComponentAndTheRemedy()
    {
        var thrown = await Assert.ThrowsAsync<TaskFailedException>(() => Run(state => state.Map<Random, long>("seen")));
        Assert.Contains("'keeper'", thrown.Message);
        Assert.Contains("no codec", thrown.Message);

        thrown = await Assert.ThrowsAsync<TaskFailedException>(() => Run(state => state.Value<long>("seen", TimeSpan.Zero)));
        Assert.Contains("'seen'", thrown.Message);
    }

    [Fact]
    public void State_ThatExpiresWhileNothingFlows_IsRemovedByAnEpochOfItsOwn()
    {
        var clock = new FakeTimeProvider();
        var spout = new FedSpout<long>();
        var builder = new TopologyBuilder("expiring");
        builder.AddSpout("numbers", spout).GroupBy(x => x)
            .Then("keeper", () => new Keeper(state => state.Value<long>("seen", TimeSpan.FromSeconds(10)))).Ignore();
        var run = new SteppedRun(builder, clock);
        spout.Push(1, 2, 3);
        run.Step();
        run.Advance(30);
        var section = (StateSection<long, Expiring<long>>)run.Attempt.State.Find("state:keeper/seen")!;
        var written = run.Published;
        Assert.Equal((1, 3), (written.Number, section.Tables[0].Count));

        for (var i = 0; i < 99; i++) run.Advance(100);
        Assert.Equal((written, 3), (run.Published, section.Tables[0].Count)); // nothing has expired: no epoch

        for (var i = 0; i < 20; i++) run.Advance(100);
        Assert.Equal(0, section.Tables[0].Count);
        var removed = run.Published;
        Assert.True(removed > written);
        for (var i = 0; i < 100; i++) run.Advance(100);
        Assert.Equal(removed, run.Published);
    }

    private async Task Run(Func<IKeyedStateRegistry, object> declare)
    {
        await using var run = await Keeping(declare).RunToEndAsync(Often());
    }

    private async Task<string> Refused(Func<IKeyedStateRegistry, object> declare) =>
        (await Assert.ThrowsAsync<StateMismatchException>(() => Keeping(declare).StartAsync(Often()))).Message;

    private SpeedLayerOptions Often() => new() { EpochInterval = TimeSpan.FromMilliseconds(1), ChunkSize = 64, Checkpoints = _store };

    private TopologyBuilder Words(int parallelism, out ViewName<long, long> sizes)
    {
        var builder = new TopologyBuilder("words");
        sizes = builder.AddSpout("numbers", () => new FlakySpout(Numbers, Numbers / 2, () => _failures-- > 0))
            .GroupBy(x => x % 10)
            .Then("sizes", () => new Sizes(), parallelism)
            .GroupBy(pair => pair.Key)
            .Aggregate("sizes-by-key", a => a.Sum(pair => pair.Grown), parallelism)
            .ToView();
        return builder;
    }

    private static TopologyBuilder Keeping(Func<IKeyedStateRegistry, object> declare)
    {
        var builder = new TopologyBuilder("keeping");
        builder.AddSpout("numbers", Spouts.FromArray([1L, 2L, 3L])).GroupBy(x => x).Then("keeper", () => new Keeper(declare)).Ignore();
        return builder;
    }

    /// <summary>Counts tuples in a state that the test declares.</summary>
    private sealed class Keeper(Func<IKeyedStateRegistry, object> declare) : KeyedBolt<long, long, long>
    {
        private object _state = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state)
        {
            base.Open(context, state);
            _state = declare(state);
        }

        public override void Execute(long key, long input, Emitter<long> output)
        {
            switch (_state)
            {
                case IValueState<long> value: value.Value++; break;
                case IMapState<string, long> map: map.Set($"{input}", input); break;
                default: throw new NotSupportedException();
            }
        }
    }

    /// <summary>Keeps all numbers of a key in a list, and one for each thousand in a map; tells by how much both have grown.</summary>
    private sealed class Sizes : KeyedBolt<long, long, (long Key, long Grown)>
    {
        private IListState<long> _all = null!;
        private IMapState<long, long> _thousands = null!;
        private IValueState<long> _told = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state)
        {
            base.Open(context, state);
            _all = state.List<long>("all");
            _thousands = state.Map<long, long>("thousands", TimeSpan.FromDays(1));
            _told = state.Value<long>("told");
        }

        public override void Execute(long key, long input, Emitter<(long Key, long Grown)> output)
        {
            _all.Add(input);
            _thousands.Set(input / 1000, input);
            var isNext = _all[0] == key && (_all.Count == 1 || _all[_all.Count - 2] == input - 10);
            if (!isNext) throw new InvalidOperationException($"{input} is out of order");
            var size = _all.Count + _thousands.Count;
            output.Emit((key, size - _told.Value));
            _told.Value = size;
        }
    }
}
