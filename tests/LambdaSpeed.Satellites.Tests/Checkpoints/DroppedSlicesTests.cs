using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Checkpoints;

/// <summary>Slices that a run drops are dropped by its store, and what is left is what a start goes on with.</summary>
public sealed class DroppedSlicesTests
{
    private static readonly ViewName<long, long> Counts = new("counts");

    [Fact]
    public async Task Slices_ThatAreDropped_LeaveNothing()
    {
        using var harness = new RocksDbHarness();
        var store = harness.Open();
        var most = 0L;
        for (var start = 0; start < 2; start++)
        {
            await using var run = await SpeedLayer.StartAsync(TopologyOf(), OptionsOf(store), RunFixture.Cancel);
            var first = Newest(run);
            Assert.True(first >= most, $"{first} is shown after {most}");
            await run.Until(() => Newest(run) > most + 150_000 && !run.View(Counts).TryGet(0, out _));
            await run.Within(run.StopAsync(RunFixture.Cancel));
            most = Newest(run);
            var shown = run.View(Counts).All().Select(pair => pair.Key).ToHashSet();

            using var journal = store.Open("sliced");
            var stored = new Dictionary<string, List<long>>();
            journal.ReadState((section, entries) =>
            {
                if (!stored.TryGetValue(section, out var keys)) stored.Add(section, keys = []);
                for (var reader = new ChangeReader(entries); reader.Read();)
                {
                    var key = reader.Key;
                    keys.Add(Codec.Int64.Read(ref key));
                }
            });
            Assert.InRange(stored.Keys.Count(section => section.StartsWith("view", StringComparison.Ordinal)), 1, 4);
            Assert.DoesNotContain("view:counts", stored.Keys); // the first slice
            var slices = stored.Where(section => section.Key.StartsWith("view", StringComparison.Ordinal));
            Assert.Equal(shown, [.. slices.SelectMany(section => section.Value)]);
        }
    }

    private static long Newest(TopologyRun run) => run.View(Counts).All().Select(pair => 10 * pair.Key).DefaultIfEmpty().Max();

    private static Topology TopologyOf()
    {
        var builder = new TopologyBuilder("sliced");
        builder.AddSpout("numbers", Spouts.GeneratePaced(i => i, 40_000)).GroupBy(i => i / 10).Aggregate("counts", a => a.Count()).ToView();
        return builder.Build();
    }

    private static SpeedLayerOptions OptionsOf(ICheckpointStore store) => new()
    {
        Checkpoints = store,
        Slices = new() { Cuts = CutSchedule.Every(TimeSpan.FromSeconds(1)), KeptFor = TimeSpan.FromSeconds(1) },
    };
}
