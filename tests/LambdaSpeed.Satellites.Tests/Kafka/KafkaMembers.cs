using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;
using LambdaSpeed.Kafka;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>The verbs of tests in which several runs share a topic by a consumer group, on a mock cluster.</summary>
internal static class KafkaMembers
{
    public const string Group = "billing";

    public static KafkaHarness NewHarness(int partitions = 4)
    {
        var harness = KafkaHarness.OnMock(partitions);
        harness.Mock.SetFirstJoinDelay(TimeSpan.Zero);
        return harness;
    }

    public static KafkaOptions Shared(this KafkaHarness harness) => SharedOf(harness.BootstrapServers, harness.Topic);

    public static KafkaOptions SharedOf(string bootstrapServers, string topic) => new()
    {
        BootstrapServers = bootstrapServers, Topic = topic, Group = Group, LookInterval = TimeSpan.FromMilliseconds(200),
        Reconnecting = new() { LongestDelay = TimeSpan.FromSeconds(1) },
        Configure = client =>
        {
            client.FetchWaitMaxMs = 20;
            client.SessionTimeoutMs = 1500; // how long a rebalance takes, with the mock
            client.HeartbeatIntervalMs = 100;
        },
    };

    /// <summary>Starts a member, which notes each value that it sees.</summary>
    public static Task<TopologyRun> JoinAsync(
        this KafkaHarness harness, string name, ConcurrentQueue<long> seen, ICheckpointStore? checkpoints = null,
        KafkaOptions? options = null, int tasks = 1, TimeSpan? epochs = null, ILoggerFactory? logs = null)
    {
        var builder = new TopologyBuilder(name);
        builder.AddSpout("numbers", KafkaTopic.Read(options ?? harness.Shared(), KafkaHarness.Decode), tasks)
            .ForEach("see", seen.Enqueue, parallelism: tasks);
        var running = new SpeedLayerOptions
        {
            Checkpoints = checkpoints, Restart = RestartPolicy.Never, EpochInterval = epochs ?? TimeSpan.FromMilliseconds(20),
            LoggerFactory = logs ?? NullLoggerFactory.Instance,
        };
        return SpeedLayer.StartAsync(builder.Build(), running, RunFixture.Cancel);
    }

    /// <summary>Appends numbers in turn to all partitions.</summary>
    public static async Task AppendAllAsync(this KafkaHarness harness, int from, int count)
    {
        for (var partition = 0; partition < harness.Partitions; partition++)
        {
            var own = KafkaRun.Range(from, count).Where(i => i % harness.Partitions == partition).ToList();
            await harness.AppendAsync(partition, own, RunFixture.Cancel);
        }
    }


    /// <summary>What the group knows, by partition; negative where it knows nothing.</summary>
    public static long[] KnownToGroup(this KafkaHarness harness)
    {
        using var consumer = NewConsumer(harness);
        return [.. consumer.Committed(AllOf(harness), TimeSpan.FromSeconds(5)).OrderBy(known => known.Partition.Value).Select(known => known.Offset.Value)];
    }

    /// <summary>The values of a topic that has outputs alone.</summary>
    public static List<long> Values(this KafkaHarness target) => [.. Read(target).Select(result => BitConverter.ToInt64(result.Message.Value))];

    /// <summary>Their ids.</summary>
    public static List<string> Ids(this KafkaHarness target) =>
        [.. Read(target).Select(result => Encoding.UTF8.GetString(result.Message.Headers.GetLastBytes(OutputHeader.Name)))];

    /// <summary>Puts the group, which has no members, elsewhere in all partitions.</summary>
    public static void PutGroup(this KafkaHarness harness, long offset)
    {
        using var consumer = NewConsumer(harness);
        consumer.Subscribe(harness.Topic); // the mock hears members alone
        while (consumer.Assignment.Count == 0) consumer.Consume(TimeSpan.FromMilliseconds(50));
        consumer.Commit(AllOf(harness).Select(partition => new TopicPartitionOffset(partition, offset)));
        consumer.Close();
    }

    /// <summary>Each number was seen, and none twice unless a member has said so: the mock refuses commits, where a broker takes them, when
    /// another rebalance begins before partitions are given away.</summary>
    public static void RequireOnceOrSaid(int count, HandOverLog log, params IEnumerable<long>[] seen)
    {
        if (log.Warnings == 0) RequireOnce(count, seen);
        else Assert.Equal(KafkaRun.Range(0, count), seen.SelectMany(some => some).Distinct().Order());
    }

    /// <summary>Each number was seen once, by whomever.</summary>
    public static void RequireOnce(int count, params IEnumerable<long>[] seen) =>
        Assert.Equal(KafkaRun.Range(0, count), seen.SelectMany(some => some).Order());

    private static List<ConsumeResult<Ignore, byte[]>> Read(KafkaHarness target)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = target.BootstrapServers, GroupId = "test", EnableAutoCommit = false, EnableAutoOffsetStore = false,
            EnablePartitionEof = true, FetchWaitMaxMs = 20,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        consumer.Assign(AllOf(target).Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        var found = new List<ConsumeResult<Ignore, byte[]>>();
        for (var open = target.Partitions; open > 0;)
        {
            var result = consumer.Consume(RunFixture.Cancel);
            if (result.IsPartitionEOF) open--;
            else found.Add(result);
        }
        return found;
    }

    private static IEnumerable<TopicPartition> AllOf(KafkaHarness harness) =>
        Enumerable.Range(0, harness.Partitions).Select(partition => new TopicPartition(harness.Topic, partition));

    private static IConsumer<Ignore, Ignore> NewConsumer(KafkaHarness harness) => new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig
    {
        BootstrapServers = harness.BootstrapServers, GroupId = Group, EnableAutoCommit = false, EnableAutoOffsetStore = false,
        SessionTimeoutMs = 1500, PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
    }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
}
