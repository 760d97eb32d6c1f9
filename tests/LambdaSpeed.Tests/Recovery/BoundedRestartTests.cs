using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using LambdaSpeed.Tests.Sources;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>A log that is read until its end: the end is decided once, at the first start.</summary>
public sealed class BoundedRestartTests : IDisposable
{
    private const int First = 100;
    private const int Held = 40;

    private readonly LogFixture _fixture = new(new() { Partitions = 2, Durability = LogDurability.None });
    private readonly ICheckpointStore _store = CheckpointStore.InMemory();
    private int _failures; // how often a source has yet to fail

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task NextStart_EndsWhereTheFirstOneWouldHave(int tasks, int tasksThen)
    {
        Append(0, First);
        await using (var run = await Build(tasks, isHeld: true).StartAsync(Options()))
        {
            await run.Until(() => run.View(Counts).Get(0) == Held);
            await run.Within(run.AbortAsync());
        }
        Append(First, First + 50);

        await using var next = await Build(tasksThen).RunToEndAsync(Options());

        Assert.Equal(First, next.View(Counts).Get(0));
    }

    [Fact]
    public async Task StartAfterTheEnd_ReadsWhatHasComeSince()
    {
        Append(0, First);
        await using (var run = await Build(tasks: 1).RunToEndAsync(Options())) Assert.Equal(First, run.View(Counts).Get(0));
        Append(First, First + 50);

        await using var next = await Build(tasks: 2).RunToEndAsync(Options());

        Assert.Equal(First + 50, next.View(Counts).Get(0));
        Assert.Equal(50, next.Component("numbers").TuplesRead);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_EndsThereToo_AlsoBeforeTheFirstCommit(bool keepsState)
    {
        Append(0, First);
        _failures = 1;
        await using var run = await Build(tasks: 1).RunToEndAsync(Options() with
        {
            Checkpoints = keepsState ? _store : null,
            Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) },
            EpochInterval = TimeSpan.FromMinutes(1),
        });

        Assert.Equal((1, First), (run.Restarts, run.View(Counts).Get(0)));
    }

    [Fact]
    public async Task NextStart_ThatIsNotBounded_ReadsOn()
    {
        Append(0, First);
        await using (var run = await Build(tasks: 1).RunToEndAsync(Options())) Assert.Equal(First, run.View(Counts).Get(0));
        Append(First, First + 50);

        await using var next = await Build(tasks: 1, untilEnd: false).StartAsync(Options());

        await next.Until(() => next.View(Counts).Get(0) == First + 50);
    }

    [Fact]
    public async Task End_ThatACrashHasTakenFromTheLog_IsNotWaitedFor()
    {
        Append(0, 6);
        var harness = await SpoutHarness<long>.OpenAsync(_fixture.Log.AsSpout(Codec.Int64, untilEnd: true));

        ((IPositionedSpout)harness.Spout).EndAt([new(0, 2), new(1, 1000)]);

        Assert.Equal([0, 1, 2, 3, 5], harness.ReadAll().Order());
        Assert.Equal(SpoutStatus.Ended, harness.Status);
    }

    private static ViewName<long, long> Counts => new("counts");

    private SpeedLayerOptions Options() => new() { Checkpoints = _store, EpochInterval = TimeSpan.FromMilliseconds(1), ChunkSize = 4 };

    private TopologyBuilder Build(int tasks, bool isHeld = false, bool untilEnd = true)
    {
        var builder = new TopologyBuilder("bounded");
        var read = _fixture.Log.AsSpout(Codec.Int64, untilEnd: untilEnd);
        builder.AddSpout("numbers", () => new HeldReader(read(), this, isHeld ? Held / tasks : int.MaxValue), tasks)
            .GroupBy(_ => 0L).Aggregate("counts", a => a.Count()).ToView();
        return builder;
    }

    private void Append(int from, int to)
    {
        for (var i = from; i < to; i++) _fixture.Log.Append(i % 2, new LogEntry(BitConverter.GetBytes((long)i)));
    }

    /// <summary>Reads so many and no more; or fails, after others have appended.</summary>
    private sealed class HeldReader(ISpout<long> inner, BoundedRestartTests test, int most) : ISpout<long>, IPositionedSpout
    {
        private readonly IPositionedSpout _positions = (IPositionedSpout)inner;
        private int _read;

        public ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken) => inner.OpenAsync(context, cancellationToken);

        public SpoutStatus Next(SpoutEmitter<long> output, int limit)
        {
            if (_read >= 12 && Interlocked.Decrement(ref test._failures) >= 0)
            {
                test.Append(First, First + 50);
                throw new TestFailure("the source, as asked");
            }
            if (_read >= most) return SpoutStatus.Idle;
            _read += 4; // no partition ends within what is held
            return inner.Next(output, 4);
        }

        public void CapturePositions(ICollection<LogPosition> positions) => _positions.CapturePositions(positions);

        public void CaptureEnds(ICollection<LogPosition> ends) => _positions.CaptureEnds(ends);

        public void Seek(IReadOnlyCollection<LogPosition> positions) => _positions.Seek(positions);

        public void EndAt(IReadOnlyCollection<LogPosition> ends) => _positions.EndAt(ends);

        public ValueTask CloseAsync() => inner.CloseAsync();
    }
}
