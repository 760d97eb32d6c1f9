using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>Who has all that was emitted published, while the run goes down and comes up again.</summary>
public sealed class PublishAcrossRestartTests : IDisposable
{
    private const int Emitted = 100;

    private readonly ManualResetEventSlim _gate = new(); // closed: no tuple comes as far as the view
    private volatile bool _fails;     // the source is to fail
    private volatile bool _hasFailed; // it has: from now on it is slow

    public void Dispose() => _gate.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Publish_HoldsAllThatWasEmittedBefore_AlsoWhenTheRunRestarts(bool keepsState)
    {
        var builder = new TopologyBuilder("published");
        var counts = builder.AddSpout("numbers", () => new SlowAgain(this))
            .Then<long>("held", (x, output) =>
            {
                _gate.Wait(RunFixture.Patience);
                output.Emit(x);
            }, options: new() { OwnThread = true })
            .GroupBy(_ => 0L).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await builder.StartAsync(new()
        {
            EpochInterval = TimeSpan.FromMilliseconds(1),
            EdgeCapacity = Emitted, // the source goes on while all it has emitted is held
            Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) },
            Checkpoints = keepsState ? CheckpointStore.InMemory() : null,
        });
        Task published;
        try
        {
            await run.Until(() => run.Component("numbers").TuplesRead == Emitted);
            published = run.PublishAsync(RunFixture.Cancel);
            _fails = true;
            await run.Until(() => _hasFailed);
        }
        finally
        {
            _gate.Set(); // or each tuple would wait for it
        }
        await run.Within(published);

        Assert.Equal(1, run.Restarts);
        Assert.InRange(run.View(counts).Get(0), Emitted, Emitted + 1);
    }

    [Fact]
    public async Task Publish_OfWhatIsWithdrawn_SaysSo()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var builder = new TopologyBuilder("withdrawn");
        builder.AddSpout("numbers", fixture.Log.AsSpout(Codec.Int64)).Ignore();
        await using var run = await builder.StartAsync(new()
        {
            Checkpoints = CheckpointStore.InMemory(), Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) },
            EpochInterval = TimeSpan.FromMinutes(1),
        });
        fixture.Log.WriterOf(Codec.Int64).Append(1);
        await run.Until(() => run.Component("numbers").TuplesRead == 1);
        fixture.Disk.Fail(StorageOperation.Sync);

        var lost = await Assert.ThrowsAsync<PublicationLostException>(async () =>
        {
            var publishing = run.PublishAsync(RunFixture.Cancel);
            await run.Until(() => run.Restarts == 1);
            await Assert.ThrowsAsync<LogWriteException>(async () => await fixture.Log.SyncAsync(RunFixture.Cancel)); // somebody is told
            fixture.Log.WriterOf(Codec.Int64).Append(2);
            await run.Within(run.PublishAsync(RunFixture.Cancel));
            await run.Within(publishing);
        });

        Assert.IsType<LogWriteException>(lost.InnerException);
        Assert.Contains("withdrawn", lost.Message, StringComparison.Ordinal);
    }

    /// <summary>Emits a hundred numbers at once; after its failure one after the other, so that an epoch holds few.</summary>
    private sealed class SlowAgain(PublishAcrossRestartTests test) : Spout<long>, IPositionedSpout
    {
        private long _next;

        public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
        {
            if (test._fails && !test._hasFailed)
            {
                test._hasFailed = true;
                throw new IOException("the source failed, as asked");
            }
            if (!test._hasFailed && _next == Emitted) return SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(1));

            for (var i = 0; i < (test._hasFailed ? 1 : Emitted) && _next < Emitted + 1; i++) output.Emit(_next++);
            return _next <= Emitted ? SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(2)) : SpoutStatus.Idle;
        }

        public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new LogPosition(0, _next));

        public void Seek(IReadOnlyCollection<LogPosition> positions) => _next = positions.Single().Offset;
    }
}
