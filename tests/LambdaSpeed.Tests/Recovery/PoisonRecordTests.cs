using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>A record of a log that its spout cannot read: dealt with once, by the spout's failure policy, and never in the way.</summary>
public sealed class PoisonRecordTests : IDisposable
{
    private readonly LogFixture _fixture = new(new() { Partitions = 2, Durability = LogDurability.None });
    private readonly ICheckpointStore _store = CheckpointStore.InMemory();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Halt_NamesLogAndPosition_AndDoesNotRestartInVain()
    {
        Append(7);
        AppendPoison("abc");
        for (var start = 1; start <= 2; start++)
        {
            await using var run = await Build(TupleFailurePolicy.Halt).StartAsync(Options());
            var fault = await Assert.ThrowsAsync<TupleFailedException>(() => run.Within(run.Completion));

            Assert.Equal(("numbers", new LogPosition(0, 1), 0), (fault.Component, fault.Position, run.Restarts));
            foreach (var word in new[] { "Record 0@1", _fixture.Log.Directory, "int64", "Remedy", "OnFailure" })
            {
                Assert.Contains(word, Assert.IsType<CodecException>(fault.InnerException).Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Skip_CountsIt_AndGoesOnBehindIt(int parallelism)
    {
        for (var i = 0; i < 100; i++)
        {
            Append(i);
            if (i % 10 == 5) AppendPoison("nine bytes");
        }
        await using (var run = await Build(TupleFailurePolicy.Skip, parallelism).StartAsync(Options()))
        {
            await run.Until(() => run.View(Counts).Get(0) == 100);
            Assert.Equal(10, run.Component("numbers").TuplesSkipped);
            Assert.Equal(110, run.Component("numbers").TuplesRead);
            await run.Within(run.AbortAsync());
        }
        Append(100);
        await using var next = await Build(TupleFailurePolicy.Skip, parallelism).StartAsync(Options());
        await next.Until(() => next.View(Counts).Get(0) == 101);

        Assert.Equal(0, next.Component("numbers").TuplesSkipped);
    }

    [Fact]
    public async Task Poison_ThatNothingFollows_IsCommittedToo()
    {
        AppendPoison("alone");
        await using (var run = await Build(TupleFailurePolicy.Skip).StartAsync(Options()))
        {
            await run.Until(() => run.PublishedEpoch > EpochId.None);
            await run.Within(run.AbortAsync());
        }
        Append(1);
        await using var next = await Build(TupleFailurePolicy.Skip).StartAsync(Options());
        await next.Until(() => next.View(Counts).Get(0) == 1);

        Assert.Equal(0, next.Component("numbers").TuplesSkipped);
    }

    [Fact]
    public async Task DeadLetter_HoldsTheBytes_AndIsInItsLogOnce()
    {
        await using var letters = ReplayLog.Open(new LambdaSpeed.Tests.Storage.SimulatedDisk().Open(), new());
        for (var start = 1; start <= 3; start++)
        {
            Append(start);
            AppendPoison($"poison no {start}", key: "its key");
            await using var run = await Build(TupleFailurePolicy.DeadLetter, letters: letters).StartAsync(Options());
            await run.Until(() => run.View(Counts).Get(0) == start && run.View(Letters).Get(0) == start);
            await (start == 2 ? run.Within(run.StopAsync(RunFixture.Cancel)) : run.Within(run.AbortAsync()));
        }
        await using (var last = await Build(TupleFailurePolicy.DeadLetter, letters: letters).StartAsync(Options())) // puts out what is left over
        {
            await last.Within(last.StopAsync(RunFixture.Cancel));
        }

        var found = new List<DeadLetter<RawRecord>>();
        using var reader = letters.OpenReader(0);
        while (reader.TryRead(out var record)) found.Add(ReadLetter(record));
        Assert.Equal(["poison no 1", "poison no 2", "poison no 3"], found.Select(letter => System.Text.Encoding.UTF8.GetString(letter.Tuple.Value.Span)));
        Assert.All(found, letter => Assert.Equal("its key", System.Text.Encoding.UTF8.GetString(letter.Tuple.Key.Span)));
        Assert.Equal([new(0, 1), new(0, 3), new(0, 5)], found.Select(letter => letter.Position!.Value));
        Assert.All(found, letter => Assert.Equal((letter.Position!.Value, "numbers"), (letter.Tuple.Position, letter.Component)));
        Assert.All(found, letter => Assert.Contains("no value of codec", letter.Message, StringComparison.Ordinal));
    }

    private static DeadLetter<RawRecord> ReadLetter(in LogRecord record)
    {
        var bytes = record.Value;
        return new DeadLetterCodec<RawRecord>(RawRecordCodec.Instance).Read(ref bytes);
    }

    private static ViewName<long, long> Counts => new("counts");

    private static ViewName<long, long> Letters => new("letters");

    private SpeedLayerOptions Options() => new() { Checkpoints = _store, EpochInterval = TimeSpan.FromMilliseconds(1), ChunkSize = 4 };

    private TopologyBuilder Build(TupleFailurePolicy policy, int parallelism = 1, ReplayLog? letters = null)
    {
        var builder = new TopologyBuilder("poisoned");
        var numbers = builder.AddSpout("numbers", _fixture.Log.AsSpout(Codec.Int64), parallelism, new() { OnFailure = policy });
        numbers.GroupBy(_ => 0L).Aggregate("counts", a => a.Count()).ToView();
        if (policy != TupleFailurePolicy.DeadLetter) return builder;

        numbers.DeadLetters().GroupBy(_ => 0L).Aggregate("letters", a => a.Count()).ToView();
        if (letters is not null) numbers.DeadLetters().ToLog("letter-log", letters);
        return builder;
    }

    private void Append(long number) => _fixture.Log.Append(0, new LogEntry(BitConverter.GetBytes(number)));

    private void AppendPoison(string value, string key = "") =>
        _fixture.Log.Append(0, new LogEntry(System.Text.Encoding.UTF8.GetBytes(key), System.Text.Encoding.UTF8.GetBytes(value)));
}
