using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>Where a source begins is decided once, at the start of the run, and not again by a restart before the first commit.</summary>
public sealed class StartOfReadingTests : IDisposable
{
    private readonly LogFixture _fixture = new(new() { Durability = LogDurability.None });

    private static readonly ViewName<long, long> _counts = new("counts");

    private int _failures = 1; // how often the source has yet to fail

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Latest_AfterARestartBeforeTheFirstCommit_IsStillTheEndAsOfTheStart(bool keepsState)
    {
        var writer = _fixture.Log.WriterOf(Codec.Int64);
        for (var i = 0; i < 100; i++) writer.Append(i);
        _fixture.Log.Sync();
        var builder = new TopologyBuilder("latest");
        var counts = builder.AddSpout("numbers", () => new FailingReader(_fixture.Log.AsSpout(Codec.Int64, LogStart.Latest)(), this))
            .GroupBy(x => x)
            .Aggregate("counts", a => a.Count())
            .ToView();
        var options = new SpeedLayerOptions
        {
            EpochInterval = TimeSpan.FromMinutes(1),
            Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) },
            Checkpoints = keepsState ? CheckpointStore.InMemory() : null,
        };
        await using var run = await builder.StartAsync(options);
        for (var i = 100; i < 150; i++) writer.Append(i);
        _fixture.Log.Sync();

        await run.Until(() => run.View(counts).Read(149, ReadLevel.Latest).Found);
        await run.Within(run.StopAsync(RunFixture.Cancel));

        Assert.Equal(1, run.Restarts);
        Assert.Equal(Enumerable.Range(100, 50).ToDictionary(i => (long)i, _ => 1L), run.View(counts).Content());
    }

    [Fact]
    public async Task Latest_AfterAnIdleRunThatWasAborted_IsStillTheEndAsOfItsStart()
    {
        _failures = 0;
        var writer = _fixture.Log.WriterOf(Codec.Int64);
        writer.Append(1);
        _fixture.Log.Sync();
        var checkpoints = CheckpointStore.InMemory();
        await using (var idle = await StartAsync(checkpoints))
        {
            await idle.Until(() => idle.PublishedEpoch.Number > 0); // where it begins is committed, though nothing has come
            await idle.Within(idle.AbortAsync());
        }
        writer.Append(2); // while nothing runs
        _fixture.Log.Sync();

        await using var run = await StartAsync(checkpoints);
        await run.Until(() => run.View(_counts).TryGet(2, out _));
        Assert.Equal(new Dictionary<long, long> { [2] = 1 }, run.View(_counts).Content());
        await run.Within(run.StopAsync(RunFixture.Cancel));

        Task<TopologyRun> StartAsync(ICheckpointStore store)
        {
            var builder = new TopologyBuilder("idle");
            builder.AddSpout("numbers", _fixture.Log.AsSpout(Codec.Int64, LogStart.Latest)).GroupBy(x => x)
                .Aggregate(_counts.Name, a => a.Count()).ToView();
            return builder.StartAsync(new() { Checkpoints = store });
        }
    }

    [Fact]
    public async Task Consumer_OfASpout_IsThatOfItsRecomputationToo_WhateverItsTopologyIsNamed()
    {
        await using var first = await HeldAsync("hits", "chosen");
        await using var second = await HeldAsync("hits again", "chosen");
        Assert.Equal([RunState.Running, RunState.Running], [first.State, second.State]);
    }

    [Fact]
    public async Task QueueInTheWayOfTheUsualName_LeavesRetentionAlone_AndNotTheRun()
    {
        using var queue = _fixture.Log.OpenQueue("hits.numbers");
        await using var run = await HeldAsync("hits", consumer: null);
        _fixture.Log.WriterOf(Codec.Int64).Append(1);
        _fixture.Log.Sync();
        await run.Until(() => run.View(_counts).TryGet(1, out _));
        var published = run.PublishedEpoch;
        _fixture.Log.WriterOf(Codec.Int64).Append(2);
        _fixture.Log.Sync();
        await run.Until(() => run.View(_counts).TryGet(2, out _) && run.PublishedEpoch > published);
        Assert.Equal((RunState.Running, 0), (run.State, run.Restarts));
    }

    private Task<TopologyRun> HeldAsync(string topology, string? consumer)
    {
        var builder = new TopologyBuilder(topology);
        builder.AddSpout("numbers", _fixture.Log.AsSpout(Codec.Int64, new LogSpoutOptions { Consumer = consumer })).GroupBy(x => x)
            .Aggregate(_counts.Name, a => a.Count()).ToView();
        return builder.StartAsync(new() { Checkpoints = CheckpointStore.InMemory() });
    }

    [Theory]
    [InlineData("bad/name")]
    [InlineData("same")]
    public async Task Consumer_ThatCannotHoldForTheSpout_EndsTheStart(string name)
    {
        var builder = new TopologyBuilder("held");
        foreach (var spout in (string[])["one", "two"])
        {
            builder.AddSpout(spout, _fixture.Log.AsSpout(Codec.Int64, new LogSpoutOptions { Consumer = name })).GroupBy(x => x)
                .Aggregate($"counts of {spout}", a => a.Count()).ToView();
        }
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => builder.StartAsync());
        Assert.Contains(name, failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("Remedy", failure.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Fails once when it has read some.</summary>
    private sealed class FailingReader(ISpout<long> inner, StartOfReadingTests test) : ISpout<long>, IPositionedSpout
    {
        private readonly IPositionedSpout _positions = (IPositionedSpout)inner;
        private int _read;

        public string? SourceId => _positions.SourceId;

        public ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken) => inner.OpenAsync(context, cancellationToken);

        public SpoutStatus Next(SpoutEmitter<long> output, int limit)
        {
            if (++_read > 3 && Interlocked.Decrement(ref test._failures) >= 0) throw new TestFailure("the source, as asked");
            return inner.Next(output, Math.Min(limit, 8));
        }

        public void CapturePositions(ICollection<LogPosition> positions) => _positions.CapturePositions(positions);

        public void Seek(IReadOnlyCollection<LogPosition> positions) => _positions.Seek(positions);

        public ValueTask CloseAsync() => inner.CloseAsync();
    }
}
