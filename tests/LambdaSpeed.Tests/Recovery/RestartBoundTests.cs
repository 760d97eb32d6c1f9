using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>When a run is not restarted: it has ended, was asked to stop, or has failed too often.</summary>
public sealed class RestartBoundTests
{
    private readonly TopologyBuilder _builder = new("bounded");

    [Fact]
    public async Task CloseThrows_OverPositionedSpout_FaultsTheRun_AndIsNoReasonToRestart()
    {
        var view = _builder.AddSpout("numbers", Spouts.Generate(x => x, 1000)).Then<long>("bad", () => new ThrowingCloseBolt())
            .GroupBy(x => x % 10).Aggregate("v", a => a.Count()).ToView();
        await using var run = await _builder.StartAsync();

        var fault = await Assert.ThrowsAsync<TaskFailedException>(() => run.Within(run.Completion));

        Assert.Equal(("bad", RunState.Faulted, 0), (fault.Component, run.State, run.Restarts));
        Assert.Equal(1000, run.View(view).All().Sum(pair => pair.Value));
    }

    [Fact]
    public async Task TaskFailure_AfterStop_FaultsTheRun_AndIsNoReasonToRestart()
    {
        _builder.AddSpout("numbers", () => new FailingAtStopSpout()).Ignore();
        await using var run = await _builder.StartAsync();

        await Assert.ThrowsAsync<TaskFailedException>(() => run.Within(run.StopAsync(RunFixture.Cancel)));

        Assert.Equal((RunState.Faulted, 0), (run.State, run.Restarts));
    }

    [Fact]
    public async Task Stop_WhileARestartIsWaitedFor_DoesNotWaitForIt()
    {
        var hasFailed = false;
        var hours = new RestartPolicy { FirstDelay = TimeSpan.FromHours(1), LongestDelay = TimeSpan.FromHours(1) };
        _builder.AddSpout("numbers", () => new FlakySpout(10, 5, () => hasFailed = true)).Ignore();
        await using var run = await _builder.StartAsync(new() { Restart = hours });
        await run.Until(() => Volatile.Read(ref hasFailed));

        await Assert.ThrowsAsync<TaskFailedException>(() => run.Within(run.StopAsync(RunFixture.Cancel)));

        Assert.Equal((RunState.Faulted, 0), (run.State, run.Restarts));
    }

    [Fact]
    public async Task TaskFailure_InEachLife_IsBounded_ThoughEpochsArePublishedInBetween()
    {
        TopologyRun? started = null;
        _builder.AddSpout("bad", () => new MortalSpout(() => Volatile.Read(ref started)?.PublishedEpoch.Number ?? 0)).Ignore();
        _builder.AddSpout("live", Spouts.Generate(x => x)).GroupBy(x => x % 10).Aggregate("v", a => a.Count()).ToView();
        var policy = new RestartPolicy { MaxRestarts = 3, FirstDelay = TimeSpan.FromMilliseconds(1) };
        await using var run = await _builder.StartAsync(new() { Restart = policy, EpochInterval = TimeSpan.FromMilliseconds(1) });
        Volatile.Write(ref started, run);

        await Assert.ThrowsAsync<TaskFailedException>(() => run.Within(run.Completion));

        Assert.Equal((RunState.Faulted, 3), (run.State, run.Restarts));
        Assert.True(run.PublishedEpoch.Number > 3, $"published {run.PublishedEpoch}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FailureOnTheSameTuple_AfterEachRestart_EndsTheRun_AndSaysSo(bool tracks)
    {
        _builder.AddSpout("numbers", Spouts.Generate(x => x, 1000)).Fields(x => x == 57 ? throw new TestFailure() : x).ForEach("see", _ => { }, 2);

        await using var run = await _builder.StartAsync(new() { TracksPositions = tracks });
        var fault = await Assert.ThrowsAsync<RecurringFailureException>(() => run.Within(run.Completion));

        Assert.Equal(("numbers", 0, 4, 3, RunState.Faulted), (fault.Component, fault.TaskIndex, fault.Times, run.Restarts, run.State));
        Assert.Equal(tracks ? new LogPosition(0, 57) : null, fault.Position);
        Assert.Contains("OnFailure", fault.Message, StringComparison.Ordinal);
        Assert.IsType<TestFailure>(Assert.IsType<TaskFailedException>(fault.InnerException).InnerException);
    }

    [Fact]
    public async Task Describe_WhileARestartIsWaitedFor_SaysSo_AndAfterwardsWhy()
    {
        var clock = new FakeTimeProvider();
        var failures = 0;
        _builder.AddSpout("numbers", () => new FlakySpout(10, 5, () => Interlocked.Increment(ref failures) <= 1)).Ignore();
        await using var run = await _builder.StartAsync(new() { TimeProvider = clock });
        await run.Until(() => run.Describe().Restart is not null);
        var waiting = run.Describe();
        await run.Until(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(10)); // also after the wait has begun
            return run.Completion.IsCompleted;
        });
        var after = run.Describe();

        Assert.Equal((0, 1, clock.Start + TimeSpan.FromMilliseconds(50)), (waiting.Restarts, waiting.Restart!.Failures, waiting.Restart.Due));
        Assert.Contains("the source failed, as asked", waiting.Restart.Failure, StringComparison.Ordinal);
        Assert.Contains("0 restarts; waits to restart at", waiting.ToString(), StringComparison.Ordinal);
        Assert.Equal((1, (DateTimeOffset?)null), (after.Restarts, after.Restart!.Due));
        Assert.Contains("1 restarts; restarted after failure 1", after.ToString(), StringComparison.Ordinal);
    }

    private sealed class ThrowingCloseBolt : Bolt<long, long>
    {
        public override void Execute(long input, Emitter<long> output) => output.Emit(input);

        public override void Close() => throw new TestFailure();
    }

    /// <summary>Can be read again; fails when it is asked for what it has accepted.</summary>
    private sealed class FailingAtStopSpout : Spout<long>, IPositionedSpout, IAcceptingSpout
    {
        private bool _isStopped;

        public void StopAccepting() => _isStopped = true;

        public override SpoutStatus Next(SpoutEmitter<long> output, int limit) => _isStopped ? throw new TestFailure() : SpoutStatus.Idle;

        public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new LogPosition(0, 0));

        public void Seek(IReadOnlyCollection<LogPosition> positions)
        {
        }
    }

    /// <summary>Can be read again; fails when two epochs have been published since its first turn.</summary>
    private sealed class MortalSpout(Func<long> published) : Spout<long>, IPositionedSpout
    {
        private long? _born; // the epoch before its first turn

        public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
        {
            _born ??= published();
            return published() - _born >= 2 ? throw new TestFailure() : SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(5));
        }

        public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new LogPosition(0, 0));

        public void Seek(IReadOnlyCollection<LogPosition> positions)
        {
        }
    }
}
