using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Checkpoints;

/// <summary>What a run says of its checkpoints in RocksDB, and what is measured of them.</summary>
public sealed class RocksDbHealthTests : IDisposable
{
    private const int Keys = 20_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-health-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Run_DescribesTheDatabase_AndItsOperationsAreMeasured()
    {
        const string Topology = "rocksdb-health";
        var (operations, sizes) = (new ConcurrentBag<string>(), new ConcurrentDictionary<string, long>());
        using var listener = Listener(Topology, operations, sizes);
        var store = RocksDbHarness.StoreAt(_folder.FullName);
        var builder = new TopologyBuilder(Topology);
        builder.AddSpout("visits", Spouts.Generate(i => i, Keys)).GroupBy(key => key).Then("count", () => new CountingBolt()).Ignore();
        var input = new PushSpout<int>(); // the run goes on while it is looked at
        builder.AddSpout("more", input).ForEach("nothing", _ => { });
        await using var run = await SpeedLayer.StartAsync(builder.Build(), new() { Checkpoints = store }, RunFixture.Cancel);
        await run.Until(() => run.Describe() is { } described && described.Components.Single(part => part.Name == "count").TuplesRead == Keys);
        await run.PublishAsync(RunFixture.Cancel);
        listener.RecordObservableInstruments();

        var place = run.Describe().Checkpoints!;
        Assert.Equal((store.Description, CheckpointState.Committing, 1, null), (place.Store, place.State, place.Incarnation, place.Failure));
        Assert.True(place.BytesCommitted >= Keys * 16, $"{place}");
        Assert.InRange(place.MemoryBytes!.Value, 1, 8 << 20);
        Assert.True(sizes["lambdaspeed.checkpoints.memory"] > 0 && sizes["lambdaspeed.checkpoints.disk"] > 0);
        await run.Until(() => run.Describe().Checkpoints!.DiskBytes > place.BytesCommitted);
        Assert.Contains("rocksdb commit", operations);
        Assert.InRange(operations.Count(operation => operation == "rocksdb get"), 1, Keys / 10);
        await run.StopAsync(RunFixture.Cancel);
        Assert.Equal((CheckpointState.Closed, run.PublishedEpoch), (run.Describe().Checkpoints!.State, run.Describe().Checkpoints!.Committed));
    }

    private static MeterListener Listener(
        string topology, ConcurrentBag<string> operations, ConcurrentDictionary<string, long> sizes)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "LambdaSpeed" && (instrument.Name == "db.client.operation.duration"
                    || instrument.Name.StartsWith("lambdaspeed.checkpoints.", StringComparison.Ordinal))) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            if (Equals(named.GetValueOrDefault("db.namespace"), topology)) operations.Add($"{named["db.system.name"]} {named["db.operation.name"]}");
        });
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (Equals(tags[0].Value, topology)) sizes[instrument.Name] = value;
        });
        listener.Start();
        return listener;
    }

    private sealed class CountingBolt : KeyedBolt<long, long, long>
    {
        private IValueState<long> _kept = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state) => _kept = state.Value<long>("kept");

        public override void Execute(long key, long input, Emitter<long> output) => output.Emit(++_kept.Value);
    }
}
