using System.Buffers;
using System.Text;
using LambdaSpeed.Kafka;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>What committed epochs have put out is in the topic, in order; of others nothing is.</summary>
public sealed class KafkaOutputTests
{
    private const int Numbers = 10_000;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    public async Task Outputs_AreInTheTopic_InOrder_WithTheirIds(bool hasKeys, int tasks)
    {
        await using var harness = await KafkaHarness.NewAsync(partitions: 3);
        var options = new SpeedLayerOptions { Checkpoints = CheckpointStore.InMemory(), EpochTuples = 1000 };
        await using var run = await KafkaOutputs.StartAsync(KafkaOutputs.Of(harness.Outputs(), Numbers, meet: Slower, hasKeys: hasKeys, tasks: tasks), options);
        await run.Within(run.Completion);

        var all = harness.Read();
        Assert.Equal(Enumerable.Range(0, Numbers).Select(i => (long)i), all.Select(sent => sent.Value).Order());
        Assert.All(all, sent => Assert.Equal(hasKeys, sent.Key is not null));
        Assert.All(all, sent => Assert.True(sent.Key is null || sent.Key == $"{sent.Value % KafkaOutputs.Keys}"));
        Assert.All(all.Where(sent => sent.Key is not null).GroupBy(sent => sent.Key), key => Assert.Single(key.DistinctBy(sent => sent.Partition)));
        Assert.Equal(tasks, all.DistinctBy(sent => sent.Task).Count());
        foreach (var task in all.GroupBy(sent => sent.Task))
        {
            foreach (var epoch in task.GroupBy(sent => sent.Id.Epoch)) // numbered without a gap
            {
                Assert.Equal(Enumerable.Range(0, epoch.Count()).Select(i => (long)i), epoch.Select(sent => sent.Id.Sequence).Order());
            }
            foreach (var place in task.GroupBy(sent => sent.Partition))
            {
                Assert.Equal(place.Select(sent => sent.Id).Order(), place.Select(sent => sent.Id));
                Assert.Equal(place.Select(sent => sent.Value).Order(), place.Select(sent => sent.Value));
            }
            if (!hasKeys) Assert.Single(task.DistinctBy(sent => sent.Partition));
        }
        Assert.True(all.DistinctBy(sent => sent.Id.Epoch).Count() > 3, "too few epochs");
    }

    /// <summary>For some epochs also where the clock of epochs is late.</summary>
    private static void Slower(long number)
    {
        if (number % 20 == 0) Thread.Sleep(3);
    }

    [Fact]
    public async Task Epoch_ThatIsNotCommitted_PutsNothingOut()
    {
        await using var harness = await KafkaHarness.NewAsync();
        var checkpoints = CheckpointStore.InMemory();
        var options = new SpeedLayerOptions { Checkpoints = checkpoints, EpochInterval = TimeSpan.FromHours(1), EpochTuples = 500 };
        using var gate = new ManualResetEventSlim();
        var reached = 0L;
        await using (var run = await KafkaOutputs.StartAsync(KafkaOutputs.Of(harness.Outputs(), 1_000_000, meet: i =>
        {
            Volatile.Write(ref reached, i);
            if (i == 1800) gate.Wait(RunFixture.Cancel); // amid an epoch
        }), options))
        {
            await run.Until(() => Volatile.Read(ref reached) == 1800);
            await run.Until(() => harness.Read().Count > 0);
            var abort = run.AbortAsync();
            gate.Set();
            await run.Within(abort);
        }
        var before = harness.Read().Count;
        Assert.InRange(before, 1, 1800);
        await using var next = await KafkaOutputs.StartAsync(KafkaOutputs.Of(harness.Outputs(), 3000), options);
        await next.Within(next.Completion);

        Assert.True(harness.RequireAll(3000).Count > before);
    }

    [Fact]
    public async Task TaskFailures_PutNothingOutTwice()
    {
        await using var harness = await KafkaHarness.NewAsync();
        var failures = new Queue<long>([777, 2500, 2501, 6000, 9999]);
        var options = new SpeedLayerOptions
        {
            Checkpoints = CheckpointStore.InMemory(), EpochTuples = 300, Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) },
        };
        await using var run = await KafkaOutputs.StartAsync(KafkaOutputs.Of(harness.Outputs(), Numbers, meet: i =>
        {
            KafkaOutputs.Slowly(i);
            if (!failures.TryPeek(out var at) || at != i) return;
            failures.Dequeue();
            throw new InvalidOperationException("a test's failure");
        }), options);
        await run.Within(run.Completion);

        Assert.Empty(failures);
        Assert.Equal(5, run.Restarts);
        harness.RequireAll(Numbers);
    }

    [Fact]
    public async Task WithoutCheckpoints_EachStartPutsOut_UnderIdsOfItsOwn()
    {
        await using var harness = await KafkaHarness.NewAsync();
        for (var start = 0; start < 2; start++)
        {
            await using var run = await KafkaOutputs.StartAsync(KafkaOutputs.Of(harness.Outputs(), 1000), new() { EpochTuples = 300 });
            await run.Within(run.Completion);
            await Task.Delay(5, RunFixture.Cancel); // starts are told apart by time
        }
        var all = harness.Read();
        Assert.Equal(2000, all.DistinctBy(sent => sent.Id).Count());
        Assert.Equal(2, all.DistinctBy(sent => sent.Id.Incarnation).Count());
    }

    [Fact]
    public async Task Repeated_WhereNobodyCanTell_HasTheSameId()
    {
        await using var harness = await KafkaHarness.NewAsync();
        await using var other = await KafkaHarness.NewAsync(); // knows nothing of what went to the first
        var options = new SpeedLayerOptions
        {
            Checkpoints = CheckpointStore.InMemory(), EpochTuples = 1_000_000, EpochInterval = TimeSpan.FromHours(1),
        };
        await using (var run = await KafkaOutputs.StartAsync(KafkaOutputs.Of(harness.Outputs(), 1000), options))
        {
            await run.Within(run.Completion);
        }
        var all = harness.RequireAll(1000);
        await using (var elsewhere = await KafkaOutputs.StartAsync(KafkaOutputs.Of(other.Outputs(), 1000), options))
        {
            await elsewhere.Within(elsewhere.Completion);
        }

        var repeated = other.Read();
        Assert.Equal(1000, repeated.Count); // all of the newest epoch
        Assert.All(repeated, sent => Assert.Single(all, first => first.Id == sent.Id && first.Value == sent.Value && first.Key == sent.Key));
    }

    [Fact]
    public async Task Messages_OfOthers_AreNotTakenForOutputs()
    {
        await using var harness = await KafkaHarness.NewAsync();
        var options = new SpeedLayerOptions { Checkpoints = CheckpointStore.InMemory(), EpochTuples = 400 };
        await using (var run = await KafkaOutputs.StartAsync(KafkaOutputs.Of(harness.Outputs(), 1000), options))
        {
            await run.Within(run.Completion);
        }
        var before = harness.Read().Count;
        for (var partition = 0; partition < harness.Partitions; partition++)
        {
            await harness.AppendAsync(partition, [.. Enumerable.Range(0, 2000).Select(i => (long)i)], RunFixture.Cancel);
        }
        await using (var again = await KafkaOutputs.StartAsync(KafkaOutputs.Of(harness.Outputs(), 2000), options))
        {
            await again.Within(again.Completion);
        }
        Assert.Equal(1000, before);
        Assert.Equal(2000, harness.Read(skipsOthers: true).Count);
    }

    [Fact]
    public async Task Output_WithoutAValue_DeletesItsKey()
    {
        await using var harness = await KafkaHarness.NewAsync(partitions: 1);
        var builder = new TopologyBuilder(KafkaOutputs.Topology);
        builder.AddSpout("texts", Spouts.FromArray(new[] { "kept", "" })).ToOutlet(
            KafkaOutputs.Output, KafkaTopic.Write(harness.Outputs()),
            (value, text) => Encoding.UTF8.GetBytes(text, value), (key, text) => key.Write("key"u8));
        await using var run = await KafkaOutputs.StartAsync(builder, new() { Checkpoints = CheckpointStore.InMemory() });
        await run.Within(run.Completion);
        var found = new List<string>();
        await using var reading = await KafkaRun.StartAsync(harness.Options, decode: (in KafkaMessage message) =>
        {
            found.Add($"{Encoding.UTF8.GetString(message.Key)}={Encoding.UTF8.GetString(message.Value)}/{message.HasValue}");
            return message.Offset;
        });
        await reading.RequireSeenAsync([0, 1]);
        Assert.Equal(["key=kept/True", "key=/False"], found);
    }
}
