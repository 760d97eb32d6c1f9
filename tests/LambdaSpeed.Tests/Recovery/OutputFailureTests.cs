using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>Outputs that cannot go out: the run waits, fails in words, and nothing is lost or put out twice.</summary>
public sealed class OutputFailureTests : IDisposable
{
    private const int Numbers = 3000;

    private readonly SimulatedDisk _disk = new(seed: 1);
    private readonly ICheckpointStore _store = CheckpointStore.InMemory();
    private readonly ReplayLog _log;

    public OutputFailureTests() => _log = ReplayLog.Open(_disk.Open(), Options);

    private static ReplayLogOptions Options => new() { SegmentBytes = 64 * 1024, Durability = LogDurability.None };

    public void Dispose() => _log.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task FullLog_EndsTheRunInTheEnd_AndTheNextStartPutsOutTheRest(int restarts)
    {
        _disk.Capacity = _disk.UsedBytes + (40 * 1024);
        var options = new SpeedLayerOptions
        {
            Checkpoints = _store,
            CommitPatience = TimeSpan.FromMilliseconds(50),
            EpochTuples = 500,
            Restart = new() { MaxRestarts = restarts, FirstDelay = TimeSpan.FromMilliseconds(1) },
        };
        await using (var run = await Copy("full", Numbers).StartAsync(options))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => run.Within(run.Completion));
            Assert.Equal(RunState.Faulted, run.State);
            Assert.Equal(restarts, run.Restarts);
        }
        await using (var again = await Copy("full", Numbers).StartAsync(options)) // with what is left over and no room for it
        {
            await Assert.ThrowsAnyAsync<Exception>(() => again.Within(again.Completion));
        }

        _disk.Capacity = long.MaxValue;
        await using var next = await Copy("full", Numbers).RunToEndAsync(options);

        Assert.Equal(Enumerable.Range(0, Numbers).Select(i => (long)i), PutOut());
    }

    [Fact]
    public async Task OutputTooLargeForTheLog_IsRefusedBeforeItIsCommitted()
    {
        var builder = new TopologyBuilder("large");
        builder.AddSpout("texts", Spouts.FromArray(new[] { "small", new string('x', 2_000_000) })).ToLog("copies", _log, Codec.String);

        var fault = await builder.RunToFaultAsync<TupleFailedException>(new() { Checkpoints = _store });

        Assert.Equal("copies", fault.Component);
        Assert.Contains("MaxRecordBytes", fault.InnerException!.Message, StringComparison.Ordinal);
        Assert.Equal(0, _log.EndOffset(0));
    }

    [Fact]
    public async Task OutputsOfOneEpoch_BeyondAChunk_GoOutInSeveral()
    {
        const int Large = 100;
        var builder = new TopologyBuilder("many");
        builder.AddSpout("texts", Spouts.Generate(i => new string((char)('a' + (i % 26)), 1_000_000), Large)).ToLog("copies", _log, Codec.String);

        await using var run = await builder.RunToEndAsync(new() { EpochInterval = TimeSpan.FromMinutes(1), Checkpoints = _store });

        Assert.Equal(Large, _log.EndOffset(0));
    }

    private TopologyBuilder Copy(string name, int count)
    {
        var builder = new TopologyBuilder(name);
        builder.AddSpout("numbers", () => new FlakySpout(count, -1, () => false)).ToLog("copies", _log, Codec.Int64);
        return builder;
    }

    private List<long> PutOut()
    {
        using var reader = _log.OpenReader(0);
        var numbers = new List<long>();
        while (reader.TryRead(out var record)) numbers.Add(BitConverter.ToInt64(record.Value));
        return numbers;
    }
}
