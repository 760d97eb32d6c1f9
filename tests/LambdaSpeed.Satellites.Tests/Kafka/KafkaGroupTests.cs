using System.Collections.Concurrent;
using LambdaSpeed.Kafka;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;
using static LambdaSpeed.Satellites.Tests.Kafka.KafkaMembers;
using static LambdaSpeed.Satellites.Tests.Kafka.KafkaRun;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>Runs that share a topic by a consumer group: who reads what, and where members go on.</summary>
public sealed class KafkaGroupTests : IDisposable
{
    private readonly ConcurrentQueue<long> _first = [];
    private readonly ConcurrentQueue<long> _second = [];
    private readonly HandOverLog _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Members_ShareThePartitions_AndHandThemOver_WithEachMessageOnce(int tasks)
    {
        await using var harness = NewHarness();
        await harness.AppendAllAsync(0, 2000);
        await using var first = await harness.JoinAsync("first", _first, CheckpointStore.InMemory(), tasks: tasks, logs: _log);
        await first.Until(() => _first.Count == 2000);

        await using var second = await harness.JoinAsync("second", _second, CheckpointStore.InMemory(), logs: _log);
        var count = 2000;
        for (; _second.Count < 100; count += 400) // while partitions are on their way
        {
            await harness.AppendAllAsync(count, 400);
            await Task.Delay(50, RunFixture.Cancel);
        }
        await first.Until(() => SeenDistinct() == count);
        RequireOnceOrSaid(count, _log, _first, _second);

        await first.EndAsync();
        await harness.AppendAllAsync(count, 1000);
        await second.Until(() => SeenDistinct() == count + 1000);
        RequireOnceOrSaid(count + 1000, _log, _first, _second);
    }

    [Fact]
    public async Task Member_ThatStopsWhileItIsBusy_LeavesNothingToBeDoneAgain()
    {
        await using var harness = NewHarness();
        await harness.AppendAllAsync(0, 40_000);
        await using (var first = await harness.JoinAsync("first", _first, CheckpointStore.InMemory()))
        {
            await first.Until(() => _first.Count > 1000);
            await first.EndAsync();
        }
        await using var second = await harness.JoinAsync("second", _second); // without a place for checkpoints, too
        await second.Until(() => _first.Count + _second.Count >= 40_000);
        RequireOnce(40_000, _first, _second);
    }

    [Fact]
    public async Task Group_IsTold_ThoughEpochsAreLong_AndNothingMoreComes()
    {
        await using var harness = NewHarness();
        await harness.AppendAllAsync(0, 400);
        await using var run = await harness.JoinAsync("first", _first, CheckpointStore.InMemory(), epochs: TimeSpan.FromHours(1));
        await run.Until(() => _first.Count == 400);
        await Task.Delay(300, RunFixture.Cancel);
        Assert.All(harness.KnownToGroup(), offset => Assert.Equal(0, offset)); // the epoch is open
        await run.Within(run.PublishAsync(RunFixture.Cancel));
        await run.Until(() => harness.KnownToGroup().All(offset => offset == 100)); // the next one is asked for
    }

    [Fact]
    public async Task Member_ThatIsAskedForPartitions_EndsItsEpochFirst()
    {
        await using var harness = NewHarness();
        await harness.AppendAllAsync(0, 400);
        var stored = CheckpointStore.InMemory();
        await using var first = await harness.JoinAsync("first", _first, stored, epochs: TimeSpan.FromHours(1), logs: _log);
        await first.Until(() => _first.Count == 400);
        await using var second = await harness.JoinAsync("second", _second, CheckpointStore.InMemory());
        await first.Until(() => first.PublishedEpoch.Number > 0); // nobody else asks for one
        await harness.AppendAllAsync(400, 400);
        await second.Until(() => SeenDistinct() == 800 && !_second.IsEmpty);
        RequireOnceOrSaid(800, _log, _first, _second);
    }

    [Fact]
    public async Task Restart_GoesOnAtTheCheckpoint_WhereTheGroupIsBehind()
    {
        await using var harness = NewHarness();
        var checkpoints = CheckpointStore.InMemory();
        await harness.AppendAllAsync(0, 400);
        await RunOnceAsync(harness, checkpoints, 400);
        Assert.All(harness.KnownToGroup(), offset => Assert.Equal(100, offset));
        harness.PutGroup(60); // as if the process had been gone between the two commits
        await harness.AppendAllAsync(400, 400);
        await RunOnceAsync(harness, checkpoints, 800);
        RequireOnce(800, _first);
        Assert.All(harness.KnownToGroup(), offset => Assert.Equal(200, offset));
    }

    [Fact]
    public async Task Restart_GoesOnAtTheGroup_WhereOthersHaveReadOn()
    {
        await using var harness = NewHarness();
        var checkpoints = CheckpointStore.InMemory();
        await harness.AppendAllAsync(0, 400);
        await RunOnceAsync(harness, checkpoints, 400);
        await harness.AppendAllAsync(400, 400);
        await using (var other = await harness.JoinAsync("second", _second))
        {
            await other.Until(() => _second.Count == 400);
            await other.EndAsync();
        }
        await harness.AppendAllAsync(800, 400);
        await RunOnceAsync(harness, checkpoints, 800);
        RequireOnce(1200, _first, _second);
    }

    [Fact]
    public async Task Start_IsKeptByTheGroup_ForWhoeverIsNext()
    {
        await using var harness = NewHarness();
        await harness.AppendAllAsync(0, 400);
        var options = harness.Shared() with { Start = KafkaStart.Latest };
        await using (var first = await harness.JoinAsync("first", _first, options: options))
        {
            await first.Until(() => harness.KnownToGroup().All(offset => offset == 100));
            await first.EndAsync();
        }
        await harness.AppendAllAsync(400, 400); // nobody runs
        await using var second = await harness.JoinAsync("second", _second, options: options);
        await second.Until(() => _second.Count >= 400);
        Assert.Empty(_first);
        Assert.Equal(Range(400, 400), _second.Order());
    }

    [Fact]
    public async Task Brokers_ThatForgetTheMember_GiveItItsPartitionsAgain()
    {
        await using var harness = NewHarness();
        await harness.AppendAllAsync(0, 400);
        await using var run = await harness.JoinAsync("first", _first, CheckpointStore.InMemory());
        await run.Until(() => _first.Count == 400);
        harness.Mock.TakeDown();
        await run.Until(() => run.Source().State == SourceState.Retrying);
        await Task.Delay(2000, RunFixture.Cancel); // longer than the session
        harness.Mock.BringUp();
        await harness.AppendAllAsync(400, 400);
        await run.Until(() => _first.Count >= 800);
        RequireOnce(800, _first);
        await run.Until(() => harness.KnownToGroup().All(offset => offset == 200));
        Assert.Equal(RunState.Running, run.State);
    }

    [Fact]
    public async Task Checkpoint_OfAnotherGroup_IsRefused()
    {
        await using var harness = NewHarness();
        var checkpoints = CheckpointStore.InMemory();
        await harness.AppendAllAsync(0, 400);
        await RunOnceAsync(harness, checkpoints, 400);
        var failure = await Assert.ThrowsAsync<StateMismatchException>(
            () => harness.JoinAsync("first", _first, checkpoints, harness.Shared() with { Group = "other" }));
        Assert.Contains("of group other", failure.Message, StringComparison.Ordinal);
    }

    private int SeenDistinct() => _first.Concat(_second).Distinct().Count();

    /// <summary>Runs the first member until it has seen so many values.</summary>
    private async Task RunOnceAsync(KafkaHarness harness, ICheckpointStore checkpoints, int count)
    {
        await using var run = await harness.JoinAsync("first", _first, checkpoints);
        await run.Until(() => _first.Count >= count);
        await run.EndAsync();
    }
}
