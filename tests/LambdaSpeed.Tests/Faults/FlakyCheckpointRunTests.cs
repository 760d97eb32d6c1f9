using LambdaSpeed.Checkpoints;
using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Simulation;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Faults;

/// <summary>Runs over checkpoints that fail at random end with exactly what is right: no tuple is lost or counted twice, and no output goes
/// out twice.</summary>
public sealed class FlakyCheckpointRunTests : IDisposable
{
    private const int Numbers = 2500;
    private const int Keys = 300;
    private const int MostLives = 200;

    private readonly SimulatedDisk _disk = new(seed: 1);
    private readonly ReplayLog _results;
    private volatile TopologyRun? _paced; // whose spout is not far ahead of what is published

    public FlakyCheckpointRunTests() => _results = ReplayLog.Open(_disk.Open(), new() { Durability = LogDurability.None });

    public static TheoryData<string, int> Seeds
    {
        get
        {
            var seeds = new TheoryData<string, int>();
            foreach (var kind in new[] { "memory", "files", "keys" })
            {
                for (var seed = 0; seed < 4; seed++) seeds.Add(kind, seed);
            }
            return seeds;
        }
    }

    public void Dispose() => _results.Close();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Run_OverAStoreThatFailsAtRandom_EndsWithTheRightViewAndOutputs(string kind, int seed)
    {
        var store = new FlakyCheckpointStore(StoreOf(kind))
        {
            Opens = FaultPlan.Random(seed, 0.2), Commits = FaultPlan.Random(seed, 0.4), Snapshots = FaultPlan.Random(seed, 0.2),
            Reads = FaultPlan.Random(seed, kind == "keys" ? 0.01 : 0.1),
        };
        var patience = TimeSpan.FromMilliseconds(seed % 2 == 0 ? 1 : 60_000); // the second failure in a row ends the run, or none does
        var options = new SpeedLayerOptions
        {
            Checkpoints = store, CommitPatience = patience, EpochInterval = TimeSpan.FromMilliseconds(5),
        };
        var lives = 0;
        while (!await TryFinishAsync(options)) Assert.True(++lives < MostLives, $"not done in {lives} lives");

        Assert.True(store.Commits.Faults > 2, $"{store.Commits.Faults} of {store.Commits.Calls} commits failed");
        if (kind == "memory") Assert.True(store.Snapshots.Calls > 0, "no snapshot was written");
        if (kind == "keys") Assert.True(store.Reads.Calls > 5, $"keys were read {store.Reads.Calls} times");
    }

    /// <summary>Runs until the end, or a failure: then the next life goes on.</summary>
    private async Task<bool> TryFinishAsync(SpeedLayerOptions options)
    {
        var builder = new TopologyBuilder("failing");
        var numbers = builder.AddSpout("numbers", () => new PublicationPacedSpout(Numbers, each: 25, () => _paced));
        var counts = numbers.GroupBy(x => x % Keys).Aggregate("counts", a => a.Count(), parallelism: 2).HoldHotKeys().ToView();
        numbers.ToLog("results", _results, Codec.Int64);
        TopologyRun run;
        try
        {
            run = _paced = await builder.StartAsync(options);
        }
        catch (CheckpointException)
        {
            return false;
        }
        await using (run)
        {
            await run.Within(Task.WhenAny(run.Completion));
            if (run.Completion.Exception is { } failure)
            {
                Assert.True(IsOfTheStore(failure.InnerException!), $"failed by {failure}");
                return false;
            }
            Assert.Equal(Enumerable.Range(0, Numbers).CountBy(x => (long)(x % Keys)).ToDictionary(pair => pair.Key, pair => (long)pair.Value),
                ContentOf(run.View(counts)));
        }
        Assert.Equal(Enumerable.Range(0, Numbers).Select(i => (long)i), PutOut().Order());
        return true;
    }

    /// <summary>Keys that are not in memory are read from the store: that fails at random, too.</summary>
    private static Dictionary<long, long> ContentOf(IViewReader<long, long> view)
    {
        while (true)
        {
            try
            {
                return view.Content();
            }
            catch (CheckpointReadException failure) when (IsOfTheStore(failure))
            {
                // the next call is another one of the plan
            }
        }
    }

    private static bool IsOfTheStore(Exception? failure) =>
        failure is CheckpointException { InnerException: InjectedFaultException or TaskCanceledException }
        || (failure?.InnerException is { } inner && IsOfTheStore(inner));

    private static ICheckpointStore StoreOf(string kind)
    {
        var disk = new SimulatedDisk(seed: 2);
        return kind switch
        {
            "memory" => new MemoryCheckpointStore(snapshotAfterBytes: 5000),
            "files" => new FileCheckpointStore("simulated disk", disk.Open, new() { SnapshotAfterBytes = 5000 }),
            _ => new ByKeyStore(CheckpointStore.InMemory(), residentBytes: 2000),
        };
    }

    private List<long> PutOut()
    {
        var found = new List<long>();
        for (var partition = 0; partition < _results.PartitionCount; partition++)
        {
            using var reader = _results.OpenReader(partition);
            while (reader.TryRead(out var record))
            {
                var bytes = record.Value;
                found.Add(Codec.Int64.Read(ref bytes));
            }
        }
        return found;
    }
}
