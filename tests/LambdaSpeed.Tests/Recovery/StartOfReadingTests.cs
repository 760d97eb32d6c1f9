using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>Where a source begins is decided once, at the start of the run, and not again by a restart before the first commit.</summary>
public sealed class StartOfReadingTests : IDisposable
{
    private readonly LogFixture _fixture = new(new() { Durability = LogDurability.None });

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
