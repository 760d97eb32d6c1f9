using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;
using static LambdaSpeed.Satellites.Tests.Kafka.KafkaRun;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>Members of a group that put out what they read: all of it arrives, whoever goes.</summary>
public sealed class KafkaGroupOutputTests
{
    private const int Messages = 40_000;

    [Fact]
    public async Task Outputs_OfTwoMembers_HaveIdsOfTheirOwn_AndEachMessageIsOutOnce()
    {
        await using var harness = KafkaMembers.NewHarness();
        await using var target = Beside(harness);
        await using (var first = await RelayAsync(harness, target, "first"))
        await using (var second = await RelayAsync(harness, target, "second"))
        {
            var count = 0;
            await RunFixture.UntilAsync(
                async () =>
                {
                    await harness.AppendAllAsync(count, 2000);
                    count += 2000;
                    return count >= Messages && target.Ids().Exists(IsOfSecond); // before, partitions are on their way
                },
                () => $"{second.Describe()}");
            await first.Until(() => target.Values().Distinct().Count() == count);
            await first.EndAsync();
            await second.EndAsync();
        }
        var ids = target.Ids();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Contains(ids, id => id.StartsWith("first/out/", StringComparison.Ordinal));
        Assert.Contains(ids, IsOfSecond);

        static bool IsOfSecond(string id) => id.StartsWith("second/out/", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ThatFailsAndRestarts_PutsEachMessageOutOnce()
    {
        await using var harness = KafkaMembers.NewHarness();
        await using var target = Beside(harness);
        await harness.AppendAllAsync(0, Messages);
        var alarms = 0;
        var builder = RelayOf(harness, target, "first");
        builder.AddSpout("alarm", () => new AlarmSpout(() => target.Values().Count > 1000 && Interlocked.Increment(ref alarms) == 1)).Ignore();
        await using (var run = await StartAsync(builder))
        {
            await run.Until(() => target.Values().Distinct().Count() == Messages && run.Restarts > 0);
            Assert.Equal(1, run.Restarts);
            await run.EndAsync();
        }
        Assert.Equal(Range(0, Messages), target.Values().Order());
    }

    [Fact]
    public async Task Member_ThatIsKilled_IsReplaced_AndNothingIsMissing_NorMuchTwice()
    {
        var directory = Directory.CreateTempSubdirectory().FullName;
        await using var harness = KafkaMembers.NewHarness();
        await using var target = Beside(harness);
        await harness.AppendAllAsync(0, Messages);
        using (var child = ChildProcess.ThatRelays(harness.BootstrapServers, harness.Topic, target.Topic, directory))
        {
            await child.SpeaksAsync();
            await RunFixture.UntilAsync(() => Task.FromResult(harness.KnownToGroup().Any(offset => offset > 0)), () => "the group knows nothing");
            await child.KillAfterAsync(TimeSpan.Zero);
        }
        var before = target.Values().Count;
        var known = harness.KnownToGroup().Sum(offset => Math.Max(0, offset));
        Assert.InRange(before, 1, Messages - 1);
        Assert.True(known <= before, $"the group knows {known}, and {before} are out");
        await using (var second = await RelayAsync(harness, target, "second"))
        {
            await second.Until(() => target.Values().Distinct().Count() == Messages); // once the session of the other is over
            await second.EndAsync();
        }
        Assert.Equal(before - known, target.Values().Count - Messages); // what the group did not know, and no more
        Directory.Delete(directory, recursive: true);
    }

    private static Task<TopologyRun> RelayAsync(KafkaHarness harness, KafkaHarness target, string name) =>
        StartAsync(RelayOf(harness, target, name));

    private static TopologyBuilder RelayOf(KafkaHarness harness, KafkaHarness target, string name) =>
        KafkaRelay.Of(name, harness.Shared(), target.Topic, KafkaOutputs.Slowly);

    private static Task<TopologyRun> StartAsync(TopologyBuilder builder) => SpeedLayer.StartAsync(
        builder.Build(),
        new SpeedLayerOptions { Checkpoints = CheckpointStore.InMemory(), Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) } },
        RunFixture.Cancel);

    /// <summary>Another topic on the same brokers.</summary>
    private static KafkaHarness Beside(KafkaHarness harness) => harness.OtherTopic();

    /// <summary>Fails the attempt when a condition holds.</summary>
    private sealed class AlarmSpout(Func<bool> rings) : Spout<long>, IPositionedSpout
    {
        public override SpoutStatus Next(SpoutEmitter<long> output, int limit) =>
            rings() ? throw new TimeoutException("once") : SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(50));

        public void CapturePositions(ICollection<LogPosition> positions)
        {
        }

        public void Seek(IReadOnlyCollection<LogPosition> positions)
        {
        }
    }
}
