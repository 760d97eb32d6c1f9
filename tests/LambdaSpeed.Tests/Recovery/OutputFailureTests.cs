using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Checkpoints;
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

    [Theory]
    [InlineData(TupleFailurePolicy.Skip)]
    [InlineData(TupleFailurePolicy.DeadLetter)]
    public async Task OutputThatCannotBeMade_IsLeftOut_AndTheOthersGoOut(TupleFailurePolicy policy)
    {
        for (var start = 0; start < 2; start++) // nor does it come again
        {
            var builder = new TopologyBuilder("poison");
            var output = builder.AddSpout("numbers", () => new FlakySpout(Numbers, -1, () => false)).Select(TextOf)
                .ToLog("copies", _log, text => text.StartsWith("bad", StringComparison.Ordinal) ? throw new TestFailure() : text.Length, Codec.String)
                .OnFailure(policy);
            var letters = policy == TupleFailurePolicy.DeadLetter
                ? output.DeadLetters().GroupBy(letter => letter.ExceptionType).Aggregate("letters", a => a.Count()).ToView()
                : default;
            await using var run = await builder.RunToEndAsync(new() { Checkpoints = _store });

            var component = run.Component("copies");
            if (start == 0) Assert.Equal((0, 60), policy == TupleFailurePolicy.Skip
                ? (component.TuplesDeadLettered, component.TuplesSkipped)
                : (component.TuplesSkipped, component.TuplesDeadLettered));
            if (policy == TupleFailurePolicy.DeadLetter) Assert.Equal(
                new Dictionary<string, long> { [typeof(TestFailure).FullName!] = 30, [typeof(ArgumentException).FullName!] = 30 }, run.View(letters).Content());
        }
        using var reader = _log.OpenReader(0);
        var found = new List<string>();
        while (reader.TryRead(out var record)) found.Add(System.Text.Encoding.UTF8.GetString(record.Value)[1..]);
        Assert.Equal(Enumerable.Range(0, Numbers).Select(i => TextOf(i)).Where(text => text.StartsWith("good", StringComparison.Ordinal)), found);
    }

    [Fact]
    public void DeadLettersOfAnOutput_ThatNobodyReads_AreReported()
    {
        var builder = new TopologyBuilder("unread");
        builder.AddSpout("numbers", () => new FlakySpout(1, -1, () => false)).ToLog("copies", _log, Codec.Int64).OnFailure(TupleFailurePolicy.DeadLetter);
        Assert.Contains("copies", Assert.Throws<TopologyException>(builder.Build).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommitThatIsTriedAgain_WritesTheSameOutputs()
    {
        var store = new RecordingStore(new FlakyCheckpointStore(CheckpointStore.InMemory()) { Commits = FaultPlan.First(6) });
        await using var run = await Copy("retried", Numbers).RunToEndAsync(new() { EpochTuples = 500, Checkpoints = store });

        Assert.Equal(Enumerable.Range(0, Numbers).Select(i => (long)i), PutOut());
        var attempts = store.Attempts.Where(block => block.Section == "outbox:copies").GroupBy(block => block.Epoch).ToList();
        Assert.Equal(7, attempts.Max(epoch => epoch.Count()));
        Assert.All(attempts, epoch => Assert.Single(epoch.Select(block => block.Entries).Distinct()));
    }

    [Fact]
    public async Task LogThatWasOpenedForReading_EndsTheStart()
    {
        var reader = ReplayLog.Open(_disk.Open(), Options with { Access = LogAccess.Read });
        await using var closing = reader;
        var builder = new TopologyBuilder("reading");
        builder.AddSpout("numbers", () => new FlakySpout(1, -1, () => false)).ToLog("copies", reader, Codec.Int64);

        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => builder.StartAsync(new() { Checkpoints = _store }));
        Assert.Contains("copies", failure.Message, StringComparison.Ordinal);
        Assert.Contains("opened for reading", failure.ToString(), StringComparison.Ordinal);
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

    /// <summary>Of a hundred one has no key, and one has more bytes than the log takes.</summary>
    private static string TextOf(long number) => (number % 100) switch
    {
        7 => $"bad {number}",
        57 => new string('x', 1_100_000),
        _ => $"good {number}",
    };

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
