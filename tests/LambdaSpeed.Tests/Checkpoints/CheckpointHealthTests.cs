using LambdaSpeed.Checkpoints;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Simulation;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>What a run says of the place of its checkpoints: while all is well, while it fails, and afterwards.</summary>
public sealed class CheckpointHealthTests
{
    private readonly StoreOnSimulatedDisk _place = new();
    private PushSpout<long> _input = new(); // of the newest run

    private SpeedLayerOptions Options => new() { Checkpoints = _place.Store };

    [Fact]
    public async Task Run_WithoutAPlace_SaysNothingOfIt()
    {
        await using var run = await StartAsync("placeless", new());
        await PublishAsync(run, 1);

        Assert.Null(run.Describe().Checkpoints);
        Assert.DoesNotContain("checkpoints", run.Describe().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ThatIsWell_SaysWhatIsCommitted_AndHowMuchItTakes()
    {
        CheckpointDescription ended;
        await using (var run = await StartAsync("well", Options))
        {
            Assert.Equal((1, EpochId.None, 0), (Place(run).Incarnation, Place(run).Committed, Place(run).BytesCommitted));
            var first = await PublishAsync(run, 1);
            var bytes = Place(run).BytesCommitted;
            var second = await PublishAsync(run, 2, 3);

            var place = Place(run);
            Assert.Equal(("simulated disk", CheckpointState.Committing, null), (place.Store, place.State, place.Failure));
            Assert.InRange(place.Committed.Number, second.Number, run.PublishedEpoch.Number + 1); // others may follow
            Assert.True(first < second && bytes > 0 && place.BytesCommitted > bytes, $"{bytes} bytes, then {place}");
            Assert.Null(place.MemoryBytes);
            await run.Until(() => Place(run).DiskBytes == _place.Disk.UsedBytes && _place.Disk.UsedBytes > place.BytesCommitted);
            Assert.Contains($"checkpoints in simulated disk: Committing, {Place(run).Committed} of incarnation 1",
                run.Describe().ToString(), StringComparison.Ordinal);
            await run.StopAsync(RunFixture.Cancel);
            ended = Place(run);
            Assert.Equal((CheckpointState.Closed, run.PublishedEpoch, null), (ended.State, ended.Committed, ended.Failure));
        }
        await using var next = await StartAsync("well", Options);

        Assert.Equal((2, ended.Committed, 0), (Place(next).Incarnation, Place(next).Committed, Place(next).BytesCommitted));
    }

    [Fact]
    public async Task Disk_ThatFailsForAWhile_IsSaid_UntilItIsWellAgain()
    {
        await using var run = await StartAsync("failing", Options);
        var before = await PublishAsync(run, 1);
        _place.Disk.Fail(StorageOperation.Sync, times: long.MaxValue);
        var publishing = PublishAsync(run, 2);
        var description = await run.Until(() => run.Describe() is { Checkpoints.State: CheckpointState.Retrying } retrying ? retrying : null);

        var place = description.Checkpoints!;
        Assert.Contains("topology 'failing' in", place.Failure, StringComparison.Ordinal);
        Assert.InRange(place.Committed.Number, before.Number, run.PublishedEpoch.Number);
        Assert.Contains(": Retrying, ", description.ToString(), StringComparison.Ordinal);
        Assert.Contains(place.Failure!, description.ToString(), StringComparison.Ordinal);

        _place.Disk.Fail(StorageOperation.Sync, times: 0);
        var after = await run.Within(publishing);
        Assert.Equal((CheckpointState.Committing, null), (Place(run).State, Place(run).Failure));
        Assert.True(Place(run).Committed >= after && after > before, $"{Place(run)}, published was {after} after {before}");
    }

    [Fact]
    public async Task Disk_ThatFailsForTooLong_IsWhatTheRunHasFailedOf()
    {
        await using var run = await StartAsync("failed", Options with { CommitPatience = TimeSpan.FromMilliseconds(50) });
        var before = await PublishAsync(run, 1);
        await run.Until(() => Place(run).Committed == run.PublishedEpoch);
        _place.Disk.Fail(StorageOperation.Sync, times: long.MaxValue);
        await _input.SendAsync(2, RunFixture.Cancel);
        var fault = await Assert.ThrowsAsync<CheckpointWriteException>(() => run.Within(run.Completion));

        var place = Place(run);
        Assert.Equal((CheckpointState.Failed, run.PublishedEpoch), (place.State, place.Committed));
        Assert.Equal(fault.Message, place.Failure);
        Assert.True(place.Committed >= before);
    }

    [Fact]
    public void Keys_ThatCannotBeRead_AreNotForgottenOverACommit_ButOverAReadThatSucceeds()
    {
        using var journal = (MeteredKeyedJournal)MeteredJournal.Open(new ByKeyStore(CheckpointStore.InMemory(), 1000), "unread", TimeProvider.System);
        using var writer = new ChangeWriter();
        writer.Put(Codec.Int64, 7L, Codec.Int64, 8L);
        journal.Commit(new(1), default, [new("section", writer.Written)]);
        var values = new List<byte[]>();
        journal.ReadKeys("section", [BitConverter.GetBytes(7L)], (_, value) => values.Add(value.ToArray()));
        Assert.Equal((8L, CheckpointState.Committing), (BitConverter.ToInt64(Assert.Single(values)), journal.Describe(isOver: false).State));

        var failure = new CheckpointReadException("here", new IOException("gone"));
        Assert.Throws<CheckpointReadException>(() => journal.ReadKeys("section", [BitConverter.GetBytes(7L)], (_, _) => throw failure));
        journal.Commit(new(2), default, []);

        var place = journal.Describe(isOver: false);
        Assert.Equal((CheckpointState.Failed, new EpochId(2), failure.Message), (place.State, place.Committed, place.Failure));
        journal.ReadKeys("section", [BitConverter.GetBytes(7L)], (_, _) => { });
        Assert.Equal(CheckpointState.Committing, journal.Describe(isOver: false).State);
        place = journal.Describe(isOver: true, failure); // another task's read of which the run has failed
        Assert.Equal((CheckpointState.Failed, failure.Message), (place.State, place.Failure));
    }

    [Fact]
    public void Store_InMemory_SaysHowMuchItHolds()
    {
        var store = CheckpointStore.InMemory();
        using var journal = MeteredJournal.Open(store, "held", TimeProvider.System);
        Assert.Equal(0, store.MemoryBytesInUse);
        using var writer = new ChangeWriter();
        for (var key = 0L; key < 100_000; key++) writer.Put(Codec.Int64, key, Codec.Int64, key);
        journal.Commit(new(1), default, [new("section", writer.Written)]);

        var place = journal.Describe(isOver: false);
        Assert.Equal((writer.Length, null), (place.BytesCommitted, place.DiskBytes));
        Assert.InRange(place.MemoryBytes!.Value, writer.Length, writer.Length + (256 << 10));
        Assert.Null(store.DiskBytesOf("held"));
    }

    [Fact]
    public void Store_OfFiles_SaysWhatTheyTake_WithoutAskingTheDiskForWhatItHasNotOpened()
    {
        Assert.Null(_place.Store.DiskBytesOf("hits"));
        Assert.Empty(_place.Disk.Open().ListDirectories());

        _place.Run.Open();
        _place.Run.Commit();
        Assert.Equal(_place.Disk.UsedBytes, _place.Store.DiskBytesOf("hits"));
        _place.Disk.Kill();
        Assert.Null(_place.Store.DiskBytesOf("hits"));
    }

    [Fact]
    public async Task Operations_AreMeasured_ByTheNamesOfDatabases()
    {
        using var calls = new StoreCalls("measured");
        await using var run = await StartAsync("measured", Options);
        await PublishAsync(run, 1);
        Assert.Contains("file commit", calls.Seen);
        Assert.DoesNotContain(calls.Seen, call => call.Contains("Exception", StringComparison.Ordinal));

        _place.Disk.Fail(StorageOperation.Sync);
        await PublishAsync(run, 2);
        Assert.Equal(1, calls.Seen.Count(call => call == "file commit LambdaSpeed.CheckpointWriteException"));
    }

    [Fact]
    public async Task KeysThatAreReadTogether_AreOneOperation()
    {
        const int Keys = 10_000;
        using var calls = new StoreCalls("fetched");
        var store = new ByKeyStore(CheckpointStore.InMemory(), 1 << 20);
        var builder = new TopologyBuilder("fetched");
        builder.AddSpout("numbers", Spouts.Generate(i => i, Keys)).GroupBy(key => key).Then("count", () => new CountingBolt()).Ignore();
        await using var run = await builder.RunToEndAsync(new() { Checkpoints = store });

        Assert.Equal(Keys, store.KeysAsked);
        Assert.InRange(calls.Seen.Count(call => call == "other get state:count/kept"), 1, Keys / 10);
    }

    private static CheckpointDescription Place(TopologyRun run) => run.Describe().Checkpoints!;

    private Task<TopologyRun> StartAsync(string name, SpeedLayerOptions options)
    {
        var builder = new TopologyBuilder(name);
        builder.AddSpout("numbers", _input = new()).GroupBy(number => number).Aggregate("counts", a => a.Count()).ToView();
        return builder.StartAsync(options);
    }

    private async Task<EpochId> PublishAsync(TopologyRun run, params long[] numbers)
    {
        foreach (var number in numbers) await _input.SendAsync(number, RunFixture.Cancel);
        return await run.PublishAsync(RunFixture.Cancel);
    }

    private sealed class CountingBolt : KeyedBolt<long, long, long>
    {
        private IValueState<long> _kept = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state) => _kept = state.Value<long>("kept");

        public override void Execute(long key, long input, Emitter<long> output) => output.Emit(++_kept.Value);
    }
}
