using System.Globalization;
using System.Text;
using Confluent.Kafka;
using LambdaSpeed.Kafka;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>A topology that puts numbers out into a topic, by key; and what is in the topic.</summary>
internal static class KafkaOutputs
{
    public const string Topology = "sender";
    public const string Output = "numbers";
    public const int Keys = 16;

    private static readonly OutputHeader _header = new(Topology, Output);

    /// <summary>An output as it stands in a topic.</summary>
    public sealed record Sent(int Partition, long Offset, string? Key, long Value, int Task, OutputId Id);

    public static KafkaOutputOptions OptionsOf(string bootstrapServers, string topic) => new()
    {
        BootstrapServers = bootstrapServers, Topic = topic, Reconnecting = new() { LongestDelay = TimeSpan.FromSeconds(1) },
        Configure = client => client.LingerMs = 2,
    };

    public static KafkaOutputOptions Outputs(this KafkaHarness harness) => OptionsOf(harness.BootstrapServers, harness.Topic);

    /// <summary>Numbers from 0 on, each with the text of its remainder as the key; <paramref name="meet"/> sees each before.</summary>
    public static TopologyBuilder Of(KafkaOutputOptions options, int count, Action<long>? meet = null, bool hasKeys = true, int tasks = 1)
    {
        var builder = new TopologyBuilder(Topology);
        builder.AddSpout("source", () => new NumbersSpout(count, meet ?? Slowly))
            .ToOutlet(
                Output, KafkaTopic.Write(options), Codec.Int64.Write,
                hasKeys ? (key, i) => Encoding.UTF8.GetBytes((i % Keys).ToString(CultureInfo.InvariantCulture), key) : null, tasks);
        return builder;
    }

    public static Task<TopologyRun> StartAsync(TopologyBuilder builder, SpeedLayerOptions options) =>
        SpeedLayer.StartAsync(builder.Build(), options, RunFixture.Cancel);

    /// <summary>All outputs that are in the topic, in the order of its partitions.</summary>
    public static List<Sent> Read(this KafkaHarness harness, bool skipsOthers = false)
    {
        var found = new List<Sent>();
        using var consumer = new ConsumerBuilder<byte[]?, byte[]>(new ConsumerConfig
        {
            BootstrapServers = harness.BootstrapServers, GroupId = "test", EnableAutoCommit = false, EnableAutoOffsetStore = false,
            EnablePartitionEof = true, FetchWaitMaxMs = 20, IsolationLevel = IsolationLevel.ReadUncommitted,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, harness.Partitions).Select(i => new TopicPartitionOffset(harness.Topic, i, Offset.Beginning)));
        for (var open = harness.Partitions; open > 0;)
        {
            var result = consumer.Consume(RunFixture.Cancel);
            if (result.IsPartitionEOF) open--;
            else if (!skipsOthers || result.Message.Headers.TryGetLastBytes(OutputHeader.Name, out _)) found.Add(Parse(result));
        }
        return [.. found.OrderBy(sent => sent.Partition).ThenBy(sent => sent.Offset)];
    }

    /// <summary>Each number is there, in the order of its key, and no id stands for two.</summary>
    /// <param name="harness">Whose topic.</param>
    /// <param name="count">How many numbers.</param>
    /// <param name="mostRepeated">How many may be there again, with the same id.</param>
    public static List<Sent> RequireAll(this KafkaHarness harness, int count, int mostRepeated = 0)
    {
        var all = harness.Read();
        var once = all.DistinctBy(sent => (sent.Task, sent.Id)).ToList();
        Assert.InRange(all.Count - once.Count, 0, mostRepeated);
        Assert.Equal(count, once.Count);
        Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), once.Select(sent => sent.Value).Order());
        Assert.All(all.GroupBy(sent => (sent.Task, sent.Id)), same => Assert.Single(same.Select(sent => sent.Value).Distinct()));
        foreach (var key in once.GroupBy(sent => sent.Key ?? $"task {sent.Task}"))
        {
            Assert.Single(key.Select(sent => sent.Partition).Distinct());
            Assert.Equal(key.Select(sent => sent.Value).Order(), key.Select(sent => sent.Value));
        }
        return all;
    }

    /// <summary>Puts numbers out in a process of its own, which says how many epochs are published.</summary>
    public static async Task SendAsync(string[] arguments)
    {
        var options = OptionsOf(arguments[0], arguments[1]);
        var builder = Of(options, int.Parse(arguments[3], CultureInfo.InvariantCulture), Slowly);
        await using var run = await SpeedLayer.StartAsync(
            builder.Build(), new SpeedLayerOptions { Checkpoints = RocksDbHarness.StoreAt(arguments[2]), EpochTuples = 300 });
        while (!run.Completion.IsCompleted)
        {
            Console.WriteLine(run.PublishedEpoch.Number);
            await Task.Delay(5);
        }
        await run.Completion;
    }

    /// <summary>So that there is time to be disturbed: about 20,000 a second.</summary>
    public static void Slowly(long number)
    {
        if (number % 20 == 0) Thread.Sleep(1);
    }

    private static Sent Parse(ConsumeResult<byte[]?, byte[]> result)
    {
        var text = result.Message.Headers.GetLastBytes(OutputHeader.Name);
        Assert.True(_header.TryRead(text, out var task, out var id), Encoding.UTF8.GetString(text));
        var key = result.Message.Key is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
        return new(result.Partition.Value, result.Offset.Value, key, BitConverter.ToInt64(result.Message.Value), task, id);
    }
}
