using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>Brokers leave, and so do runs and processes, while outputs go out.</summary>
public sealed class KafkaOutputKillTests : IDisposable
{
    private const int Partitions = 16; // of which a mock cluster keeps 5 MiB each

    private static readonly int Kills = LongRun.Kills(otherwise: 5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-kafka-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Runs_ThatAreAbortedAgainAndAgain_PutEachOutOnce()
    {
        var numbers = LongRun.Messages(20_000, quickKills: 5);
        await using var harness = await KafkaHarness.NewAsync(Partitions);
        var options = new SpeedLayerOptions { Checkpoints = CheckpointStore.InMemory(), EpochTuples = 200 };
        var random = LongRun.Moments(33);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var run = await KafkaOutputs.StartAsync(KafkaOutputs.Of(harness.Outputs(), numbers, KafkaOutputs.Slowly), options);
            await Task.Delay(random.Next(20, 250), RunFixture.Cancel);
            await run.AbortAsync();
        }
        await using var last = await KafkaOutputs.StartAsync(KafkaOutputs.Of(harness.Outputs(), numbers, KafkaOutputs.Slowly), options);
        await last.Within(last.Completion);
        harness.RequireAll(numbers);
    }

    [Fact]
    public async Task Brokers_AndRuns_ThatLeaveTogether_LoseNothing()
    {
        var numbers = LongRun.Messages(20_000, quickKills: 5);
        await using var harness = KafkaHarness.OnMock(Partitions);
        var options = new SpeedLayerOptions { Checkpoints = CheckpointStore.InMemory(), EpochTuples = 200, Restart = RestartPolicy.Never };
        var random = LongRun.Moments(34);
        var outputs = harness.Outputs() with { Reconnecting = harness.Outputs().Reconnecting with { StartPatience = TimeSpan.FromMinutes(1) } };
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var run = await KafkaOutputs.StartAsync(KafkaOutputs.Of(outputs, numbers, KafkaOutputs.Slowly), options);
            await Task.Delay(random.Next(20, 200), RunFixture.Cancel);
            harness.Mock.TakeDown();
            if (kill % 2 == 0) await run.AbortAsync(); // and so does the run, now and then
            await Task.Delay(random.Next(20, 200), RunFixture.Cancel);
            harness.Mock.BringUp();
            if (kill % 2 == 1) await Task.Delay(random.Next(50, 300), RunFixture.Cancel);
        }
        await using var last = await KafkaOutputs.StartAsync(KafkaOutputs.Of(outputs, numbers, KafkaOutputs.Slowly), options);
        await last.Within(last.Completion);
        harness.RequireAll(numbers);
    }

    [Fact]
    public async Task Processes_ThatAreKilled_LoseNothing_AndRepeatOnlyUnderTheSameIds()
    {
        var numbers = LongRun.Messages(30_000, quickKills: 5);
        await using var harness = await KafkaHarness.NewAsync(Partitions);
        var random = LongRun.Moments(35);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = ChildProcess.ThatSends(harness.BootstrapServers, harness.Topic, _folder.FullName, numbers);
            await child.SpeaksAsync();
            await child.KillAfterAsync(TimeSpan.FromMilliseconds(random.Next(20, 250)));
        }
        using var last = ChildProcess.ThatSends(harness.BootstrapServers, harness.Topic, _folder.FullName, numbers);
        await last.EndsAsync();

        // what a killed process had given to its socket may arrive when it was looked for already
        harness.RequireAll(numbers, mostRepeated: Kills * 1000);
    }

    [Fact]
    public async Task Brokers_AwayForLong_AreWaitedFor_BeyondThePatienceOfCommits()
    {
        const int Numbers = 200_000;
        await using var harness = KafkaHarness.OnMock();
        var options = new SpeedLayerOptions
        {
            Checkpoints = CheckpointStore.InMemory(), EpochTuples = 500, CommitPatience = TimeSpan.FromSeconds(1),
        };
        var seen = 0L;
        await using var run = await KafkaOutputs.StartAsync(KafkaOutputs.Of(harness.Outputs(), Numbers, meet: i =>
        {
            Volatile.Write(ref seen, i);
            KafkaOutputs.Slowly(i);
        }), options);
        await run.Until(() => Volatile.Read(ref seen) > 5000);
        await run.Until(() => Place(run).State == OutletState.Sending);
        harness.Mock.TakeDown();
        await run.Until(() => Place(run).State == OutletState.Retrying);
        await Task.Delay(500, RunFixture.Cancel);
        var (before, from) = (GC.GetTotalMemory(forceFullCollection: true), Volatile.Read(ref seen));
        await Task.Delay(LongRun.Away, RunFixture.Cancel);
        await run.RequireMemoryAsync(before);
        Assert.InRange(Volatile.Read(ref seen) - from, 0, 5000); // the spouts are held
        Assert.Equal(RunState.Running, run.State);
        Assert.Contains("cannot be reached", run.Describe().ToString(), StringComparison.Ordinal);
        harness.Mock.BringUp();
        await run.Until(() => Place(run) is { State: OutletState.Sending, Failure: null });
        await run.Until(() => Volatile.Read(ref seen) > from + 10_000);
        Assert.Equal(0, run.Restarts);
        await run.Within(run.StopAsync(RunFixture.Cancel));
        harness.RequireAll((int)Volatile.Read(ref seen) + 1);
        Assert.Equal(OutletState.Closed, Place(run).State);
    }

    [Fact]
    public async Task Producer_ThatHasEnded_IsReplaced_AndFindsOutWhatHasArrived()
    {
        const int Numbers = 10_000;
        const short Produce = 0;
        const int TopicAuthorizationFailed = 29; // which the client does not try again
        await using var harness = KafkaHarness.OnMock();
        var failures = 0;
        var options = new SpeedLayerOptions { Checkpoints = CheckpointStore.InMemory(), EpochTuples = 300, Restart = RestartPolicy.Never };
        await using var run = await KafkaOutputs.StartAsync(KafkaOutputs.Of(harness.Outputs(), Numbers, meet: i =>
        {
            KafkaOutputs.Slowly(i);
            if (i % 2000 != 1000) return;
            harness.Mock.FailRequests(Produce, TopicAuthorizationFailed);
            failures++;
        }), options);
        var reasons = new HashSet<string>();
        await run.Until(() =>
        {
            if (Place(run).Failure is { } why) reasons.Add(why);
            return run.Completion.IsCompleted;
        });
        await run.Completion;

        Assert.Equal(5, failures);
        Assert.Contains(reasons, why => why.Contains("may not be written", StringComparison.Ordinal));
        harness.RequireAll(Numbers);
    }

    private static OutletDescription Place(TopologyRun run) =>
        run.Describe().Components.Single(component => component.Name == KafkaOutputs.Output).Outlet!;
}
