using LambdaSpeed.Kafka;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>The verbs of tests that count each value of a topic.</summary>
internal static class KafkaRun
{
    private static readonly ViewName<long, long> _seen = new("seen");

    /// <summary>Starts a run that counts each value.</summary>
    public static Task<TopologyRun> StartAsync(
        KafkaOptions options, ICheckpointStore? checkpoints = null, TupleFailurePolicy failing = TupleFailurePolicy.Halt, int tasks = 1,
        KafkaDecoder<long>? decode = null)
    {
        var builder = new TopologyBuilder("topics");
        builder.AddSpout(
                "numbers", KafkaTopic.Read(options, decode ?? KafkaHarness.Decode), tasks, new ComponentOptions { OnFailure = failing })
            .GroupBy(i => i).Aggregate(_seen.Name, a => a.Count()).ToView();
        return SpeedLayer.StartAsync(
            builder.Build(), new SpeedLayerOptions { Checkpoints = checkpoints, Restart = RestartPolicy.Never }, RunFixture.Cancel);
    }

    /// <summary>Waits until the values are counted, once each, and no others.</summary>
    public static async Task RequireSeenAsync(this TopologyRun run, IEnumerable<long> owed)
    {
        var values = owed.ToHashSet();
        var view = run.View(_seen);
        await run.Until(() => view.Count >= values.Count);
        await Task.Delay(200, RunFixture.Cancel);
        Assert.Equal(values.Count, view.Count);
        Assert.All(values, value => Assert.Equal(1, view.Get(value)));
    }

    /// <summary>Waits until a value was counted.</summary>
    public static Task UntilSeenAsync(this TopologyRun run, long value) => run.Until(() => run.View(_seen).TryGet(value, out _));

    public static int Count(this TopologyRun run) => (int)run.View(_seen).Count;

    public static SourceDescription Source(this TopologyRun run) => run.Describe().Components[0].Sources[0];

    /// <summary>Stops a run in order.</summary>
    public static Task EndAsync(this TopologyRun run) => run.Within(run.StopAsync(RunFixture.Cancel));

    /// <summary>Waits until a run fails, and answers why.</summary>
    public static async Task<KafkaSourceException> FailureAsync(this TopologyRun run)
    {
        await run.Completion.WaitAsync(RunFixture.Patience, RunFixture.Cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => run.Completion);
        return Assert.IsType<KafkaSourceException>(failure.InnerException);
    }

    public static IEnumerable<long> Range(int from, int count) => Enumerable.Range(from, count).Select(i => (long)i);
}
