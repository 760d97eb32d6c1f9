using LambdaSpeed.Tests.Checkpoints;
using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.State;

/// <summary>What keyed state and views become in a checkpoint, to the byte.</summary>
public sealed class StateFormatTests
{
    private static readonly Dictionary<string, string> _golden = new()
    {
        ["state:bolt/value"] = "01" + "08" + "0500000000000000" + "02" + "0376",
        ["state:bolt/map"] = "01" + "0A" + "0500000000000000" + "036B" + "04" + "07000000",
        ["state:bolt/list"] = // the last changed first: each entry stands for itself, so their order is no part of the format
            "01" + "10" + "0500000000000000" + "0100000000000000" + "02" + "0200" +
            "01" + "10" + "0500000000000000" + "0000000000000000" + "02" + "0100",
        ["state:bolt/mortal"] = "01" + "08" + "0500000000000000" + "0C" + "80687BF8B349DE08" + "09000000", // the moment, then the value
        ["view:v"] = "01" + "08" + "0500000000000000" + "08" + "0100000000000000",
    };

    [Fact]
    public async Task Sections_AreGolden()
    {
        var store = new RecordingStore();
        var builder = new TopologyBuilder("formats");
        builder.AddSpout("numbers", Spouts.FromArray([5L])).GroupBy(x => x).Then("bolt", () => new AllKinds())
            .GroupBy(x => x).Aggregate("v", a => a.Count()).ToView();

        await using var run = await builder.RunToEndAsync(new() { Checkpoints = store, TimeProvider = new FakeTimeProvider(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)) });

        Assert.Equal(_golden, store.Written);
    }

    /// <summary>One of each kind of state, changed so that each kind of entry is written.</summary>
    private sealed class AllKinds : KeyedBolt<long, long, long>
    {
        private IValueState<string> _value = null!;
        private IMapState<string, int> _map = null!;
        private IListState<short> _list = null!;
        private IValueState<int> _mortal = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state)
        {
            base.Open(context, state);
            _value = state.Value<string>("value");
            _map = state.Map<string, int>("map");
            _list = state.List<short>("list");
            _mortal = state.Value<int>("mortal", TimeSpan.FromHours(1));
        }

        public override void Execute(long key, long input, Emitter<long> output)
        {
            _value.Value = "v";
            _map.Set("k", 7);
            _list.Add(1);
            _list.Add(2);
            _mortal.Value = 9;
            output.Emit(input);
        }
    }
}
