using System.Text;
using Confluent.Kafka;
using LambdaSpeed.Kafka;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;
using static LambdaSpeed.Satellites.Tests.Kafka.KafkaRun;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>Where reading begins, and what becomes of positions that the topic does not have.</summary>
public sealed class KafkaPositionTests
{
    [Fact]
    public async Task Start_Latest_ReadsWhatComesLater_AlsoAfterACrashBeforeTheFirst()
    {
        await using var harness = await KafkaHarness.NewAsync();
        await harness.AppendAsync(0, [.. Range(0, 1000)], RunFixture.Cancel);
        var checkpoints = CheckpointStore.InMemory();
        var options = harness.Options with { Start = KafkaStart.Latest };
        await using (var first = await StartAsync(options, checkpoints))
        {
            await first.Within(first.PublishAsync(RunFixture.Cancel));
            await first.EndAsync();
        }
        await harness.AppendAsync(0, [.. Range(1000, 50)], RunFixture.Cancel); // nobody runs
        await harness.AppendAsync(1, [.. Range(2000, 50)], RunFixture.Cancel);
        await using var run = await StartAsync(options, checkpoints);
        await run.RequireSeenAsync([.. Range(1000, 50), .. Range(2000, 50)]);
    }

    [Fact]
    public async Task Start_AtOffsetAndTime_BeginsThere()
    {
        await using var harness = await KafkaHarness.NewAsync(partitions: 1);
        await harness.AppendAsync(0, [.. Range(0, 100)], RunFixture.Cancel);
        await using (var offset = await StartAsync(harness.Options with { Start = KafkaStart.At(60) }))
        {
            await offset.RequireSeenAsync(Range(60, 40));
        }
        await using (var end = await StartAsync(harness.Options with { Start = KafkaStart.At(100) }))
        {
            await harness.AppendAsync(0, [.. Range(100, 20)], RunFixture.Cancel);
            await end.RequireSeenAsync(Range(100, 20));
        }
        await using (var beyond = await StartAsync(harness.Options with { Start = KafkaStart.At(1000) }))
        {
            var failure = await beyond.FailureAsync();
            Assert.Equal(KafkaFault.PositionBeyondEnd, failure.Fault);
            Assert.Contains("Start", failure.Message, StringComparison.Ordinal);
        }
        await Task.Delay(TimeSpan.FromMilliseconds(50), RunFixture.Cancel);
        await using var later = await StartAsync(harness.Options with { Start = KafkaStart.Time(DateTimeOffset.UtcNow) });
        await harness.AppendAsync(0, [.. Range(120, 30)], RunFixture.Cancel);
        await later.RequireSeenAsync(Range(120, 30));
        if (!harness.IsReal) return; // the mock finds no offset of a time

        var time = DateTimeOffset.UtcNow;
        await Task.Delay(TimeSpan.FromMilliseconds(50), RunFixture.Cancel);
        await harness.AppendAsync(0, [.. Range(150, 30)], RunFixture.Cancel);
        await using var past = await StartAsync(harness.Options with { Start = KafkaStart.Time(time) });
        await past.RequireSeenAsync(Range(150, 30));
    }

    [Fact]
    public async Task Position_ThatRetentionHasPassed_FailsTheRun_WithATypedError()
    {
        await using var harness = KafkaHarness.OnMock(partitions: 1);
        var checkpoints = CheckpointStore.InMemory();
        await harness.AppendAsync(0, [.. Range(0, 1000)], RunFixture.Cancel);
        await using (var first = await StartAsync(harness.Options, checkpoints))
        {
            await first.UntilSeenAsync(999);
            await first.EndAsync();
        }
        await PassRetentionAsync(harness);

        await using var run = await StartAsync(harness.Options, checkpoints);
        var failure = await run.FailureAsync();
        Assert.Equal(KafkaFault.PositionExpired, failure.Fault);
        Assert.Contains("retention.ms", failure.Message, StringComparison.Ordinal);
        Assert.Contains("offset 1000 of partition 0", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retention_ThatOvertakesARun_FailsIt_WithATypedError()
    {
        await using var harness = KafkaHarness.OnMock(partitions: 1);
        await harness.AppendAsync(0, [.. Range(0, 10)], RunFixture.Cancel);
        await using var run = await StartAsync(harness.Options with
        {
            QueueLength = 1,
            Configure = client =>
            {
                client.FetchWaitMaxMs = 20;
                client.QueuedMaxMessagesKbytes = 1; // so that it does not hold all of them
                client.QueuedMinMessages = 1;
                client.FetchMaxBytes = 1000;
                client.MaxPartitionFetchBytes = 1000;
                client.MessageMaxBytes = 1000;
            },
        }, decode: static (in KafkaMessage message) =>
        {
            using var wait = new ManualResetEventSlim();
            if (message.Offset > 5) wait.Wait(TimeSpan.FromMilliseconds(100));
            return message.Offset;
        });
        await run.UntilSeenAsync(6);
        await PassRetentionAsync(harness);
        Assert.Equal(KafkaFault.PositionExpired, (await run.FailureAsync()).Fault);
    }

    [Fact]
    public async Task Topic_ThatIsNotTheOneItWas_FailsTheRun_WithATypedError()
    {
        await using var harness = KafkaHarness.OnMock(partitions: 1, topic: "orders");
        var checkpoints = CheckpointStore.InMemory();
        await harness.AppendAsync(0, [.. Range(0, 100)], RunFixture.Cancel);
        await using (var first = await StartAsync(harness.Options, checkpoints))
        {
            await first.UntilSeenAsync(99);
            await first.EndAsync();
        }
        await using var other = KafkaHarness.OnMock(partitions: 1, topic: "orders");
        await other.AppendAsync(0, [1, 2, 3], RunFixture.Cancel);

        await using var run = await StartAsync(other.Options, checkpoints);
        Assert.Equal(KafkaFault.PositionBeyondEnd, (await run.FailureAsync()).Fault);
    }

    [Fact]
    public async Task Topic_WithFewerPartitionsThanTheCheckpointKnows_IsRefused()
    {
        await using var harness = KafkaHarness.OnMock(partitions: 4, topic: "orders");
        var checkpoints = CheckpointStore.InMemory();
        await harness.AppendAsync(3, [.. Range(0, 10)], RunFixture.Cancel);
        await using (var first = await StartAsync(harness.Options, checkpoints))
        {
            await first.RequireSeenAsync(Range(0, 10));
            await first.EndAsync();
        }
        await using var other = KafkaHarness.OnMock(partitions: 2, topic: "orders");
        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => StartAsync(other.Options, checkpoints));
        Assert.Equal(KafkaFault.FewerPartitions, Assert.IsType<KafkaSourceException>(failure.InnerException).Fault);
        Assert.Contains("positions of 4 partitions", failure.Message, StringComparison.Ordinal);
        var elsewhere = other.Options with { Topic = "others" };
        other.Mock.CreateTopic("others", 4);
        await Assert.ThrowsAsync<StateMismatchException>(() => StartAsync(elsewhere, checkpoints));
    }

    [Fact]
    public async Task StatedPartitions_AreReadAlone_AndMayBecomeMore_ButNotOthers()
    {
        await using var harness = await KafkaHarness.NewAsync(partitions: 3);
        var checkpoints = CheckpointStore.InMemory();
        for (var partition = 0; partition < 3; partition++)
        {
            await harness.AppendAsync(partition, [.. Range(partition * 10, 10)], RunFixture.Cancel);
        }
        await using (var some = await StartAsync(harness.Options with { Partitions = [2] }, checkpoints))
        {
            await some.RequireSeenAsync(Range(20, 10));
            await some.EndAsync();
        }
        await using (var more = await StartAsync(harness.Options with { Partitions = [2, 0] }, checkpoints))
        {
            await more.RequireSeenAsync([.. Range(0, 10), .. Range(20, 10)]);
            await more.EndAsync();
        }
        var failure = await Assert.ThrowsAsync<TaskFailedException>(
            () => StartAsync(harness.Options with { Partitions = [0, 1] }, checkpoints));
        Assert.Equal(KafkaFault.FewerPartitions, Assert.IsType<KafkaSourceException>(failure.InnerException).Fault);
        Assert.Contains("Partitions", failure.Message, StringComparison.Ordinal);
        await using var all = await StartAsync(harness.Options, checkpoints);
        await all.RequireSeenAsync(Range(0, 30));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task NewPartition_IsReadFromItsBeginning_AndKnownAfterARestart(int tasks)
    {
        await using var harness = await KafkaHarness.NewAsync(partitions: 4);
        var count = 2;
        var options = harness.Options with { Start = KafkaStart.Latest, CountPartitions = all => Math.Min(all, Volatile.Read(ref count)) };
        var checkpoints = CheckpointStore.InMemory();
        for (var partition = 0; partition < 4; partition++)
        {
            await harness.AppendAsync(partition, [.. Range(partition * 100, 10)], RunFixture.Cancel);
        }
        await using (var run = await StartAsync(options, checkpoints, tasks: tasks))
        {
            await run.RequireSeenAsync([]);
            Volatile.Write(ref count, 3);
            await run.RequireSeenAsync(Range(200, 10)); // though nothing else comes
            await harness.AppendAsync(2, [.. Range(210, 10)], RunFixture.Cancel);
            await run.RequireSeenAsync(Range(200, 20));
            await run.EndAsync();
        }
        Volatile.Write(ref count, 4); // while nobody runs
        await harness.AppendAsync(0, [.. Range(10, 10)], RunFixture.Cancel);
        await using var next = await StartAsync(options, checkpoints, tasks: tasks);
        await next.RequireSeenAsync([.. Range(10, 10), .. Range(200, 20), .. Range(300, 10)]);
    }

    [Fact]
    public async Task Message_IsShownToTheDecoder_WholeAndAsItIs()
    {
        await using var harness = await KafkaHarness.NewAsync(partitions: 1);
        var time = new DateTimeOffset(2026, 1, 31, 12, 0, 0, 123, TimeSpan.Zero);
        await harness.ProduceAsync(0,
        [
            new()
            {
                Key = "key"u8.ToArray(), Value = new byte[5000], Timestamp = new(time),
                Headers = new Headers { { "trace", "t1"u8.ToArray() } },
            },
            new() { Key = "gone"u8.ToArray() },
            new() { Value = [] },
        ], RunFixture.Cancel);
        var found = new List<string>();
        await using var run = await StartAsync(harness.Options, decode: (in KafkaMessage message) =>
        {
            var trace = message.Headers.TryGetLastBytes("trace", out var bytes) ? Encoding.UTF8.GetString(bytes) : "none";
            var isTimed = message.Timestamp == time;
            found.Add(
                $"{message.Partition}@{message.Offset} {Encoding.UTF8.GetString(message.Key)}/{message.HasKey} " +
                $"{message.Value.Length}/{message.HasValue} {trace} {isTimed}");
            return message.Offset;
        });
        await run.RequireSeenAsync([0, 1, 2]);
        Assert.Equal(["0@0 key/True 5000/True t1 True", "0@1 gone/True 0/False none False", "0@2 /False 0/True none False"], found);
    }

    [Fact]
    public async Task Message_ThatIsNoTuple_FollowsTheFailurePolicy()
    {
        await using var harness = await KafkaHarness.NewAsync(partitions: 1);
        await harness.ProduceAsync(
            0, Range(0, 30).Select(i => new Message<byte[]?, byte[]?> { Value = i % 3 == 0 ? [1, 2] : KafkaHarness.Encode(i) }),
            RunFixture.Cancel);
        await using var run = await StartAsync(harness.Options, failing: TupleFailurePolicy.Skip);
        await run.RequireSeenAsync(Range(0, 30).Where(i => i % 3 != 0));
        Assert.Equal(10, run.Describe().Components[0].TuplesSkipped);
    }

    [Fact]
    public async Task Codec_ReadsValues()
    {
        await using var harness = await KafkaHarness.NewAsync(partitions: 1);
        await harness.AppendAsync(0, [.. Range(0, 10)], RunFixture.Cancel);
        var builder = new TopologyBuilder("codec");
        builder.AddSpout("numbers", KafkaTopic.Read(harness.Options, Codec.Int64))
            .GroupBy(i => i).Aggregate("seen", a => a.Count()).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: RunFixture.Cancel);
        await run.RequireSeenAsync(Range(0, 10));
    }

    [Fact]
    public async Task CommittedPositions_AreMirroredToTheGroup_AndNotReadFromThere()
    {
        await using var harness = await KafkaHarness.NewAsync();
        await harness.AppendAsync(0, [.. Range(0, 10)], RunFixture.Cancel);
        await harness.AppendAsync(1, [.. Range(10, 20)], RunFixture.Cancel);
        var group = $"group-{Guid.NewGuid():N}";
        var options = harness.Options with { MirrorGroup = group, MirrorInterval = TimeSpan.FromMilliseconds(50) };
        using var reader = new ConsumerBuilder<Ignore, Ignore>(
            new ConsumerConfig { BootstrapServers = harness.BootstrapServers, GroupId = group }).Build();
        TopicPartition[] partitions = [new(harness.Topic, 0), new(harness.Topic, 1)];
        await using (var run = await StartAsync(options, CheckpointStore.InMemory(), tasks: 2))
        {
            await run.RequireSeenAsync(Range(0, 30));
            await run.Until(() => Committed() is [10, 20]);
            await harness.AppendAsync(0, [.. Range(30, 5)], RunFixture.Cancel);
            await run.RequireSeenAsync(Range(0, 35));
            await run.EndAsync();
        }
        Assert.Equal([15, 20], Committed());
        await using var again = await StartAsync(options, CheckpointStore.InMemory());
        await again.RequireSeenAsync(Range(0, 35));

        long[] Committed() =>
            [.. reader.Committed(partitions, TimeSpan.FromSeconds(10))
                .OrderBy(found => found.Partition.Value).Select(found => found.Offset.Value)];
    }

    /// <summary>Writes more than the mock keeps of a partition.</summary>
    private static Task PassRetentionAsync(KafkaHarness harness) => harness.ProduceAsync(
        0, Enumerable.Range(0, 200).Select(_ => new Message<byte[]?, byte[]?> { Value = new byte[50_000] }), RunFixture.Cancel);
}
