using Confluent.Kafka;
using LambdaSpeed.Kafka;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;
using Partitioner = Confluent.Kafka.Partitioner;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>Settings of outputs that cannot be give one error that names the setting; and what is measured of those that can.</summary>
public sealed class KafkaOutputSettingsTests
{
    private const int UnknownTopic = 3;
    private const int TopicAuthorizationFailed = 29;

    [Fact]
    public void Options_ThatCannotBe_AreRefusedAtOnce()
    {
        var good = new KafkaOutputOptions { BootstrapServers = "localhost:9092", Topic = "a" };
        KafkaTopic.Write(good);
        Refuses("BootstrapServers", good with { BootstrapServers = " " });
        Refuses("Topic", good with { Topic = "" });
        Refuses("LookInterval", good with { LookInterval = TimeSpan.Zero });
        Refuses("FirstDelay", good with { Reconnecting = new() { FirstDelay = TimeSpan.Zero } });
        Refuses("LongestDelay", good with { Reconnecting = new() { LongestDelay = TimeSpan.FromMilliseconds(1) } });
        Refuses("StartPatience", good with { Reconnecting = new() { StartPatience = TimeSpan.FromDays(1) } });
    }

    [Fact]
    public void ClientConfiguration_ByWhichOutputsCouldBeLostDoubledOrMixedUp_IsRefusedAtOnce()
    {
        RefusesClient("EnableIdempotence", client => client.EnableIdempotence = false);
        RefusesClient("EnableIdempotence", client => client.Set("enable.idempotence", "false"));
        RefusesClient("Acks", client => client.Acks = Acks.Leader);
        RefusesClient("Acks", client => client.Set("request.required.acks", "0"));
        RefusesClient("MessageTimeoutMs", client => client.MessageTimeoutMs = 30_000);
        RefusesClient("MessageTimeoutMs", client => client.Set("delivery.timeout.ms", "1000"));
        RefusesClient("MessageSendMaxRetries", client => client.MessageSendMaxRetries = 3);
        RefusesClient("MessageSendMaxRetries", client => client.Set("retries", "3"));
        RefusesClient("TransactionalId", client => client.TransactionalId = "mine");
        RefusesClient("Partitioner", client => client.Partitioner = Partitioner.Random);
        RefusesClient("EnableDeliveryReports", client => client.EnableDeliveryReports = false);
        RefusesClient("EnableBackgroundPoll", client => client.EnableBackgroundPoll = false);
    }

    [Fact]
    public async Task ClientConfiguration_IsPassedThrough()
    {
        await using var harness = KafkaHarness.OnMock(partitions: 3);
        var options = harness.Outputs() with
        {
            Configure = client =>
            {
                client.Partitioner = Partitioner.Murmur2Random; // as Java's clients have it
                client.CompressionType = CompressionType.Lz4;
            },
        };
        await using var run = await KafkaOutputs.StartAsync(KafkaOutputs.Of(options, 1000), new() { Checkpoints = CheckpointStore.InMemory() });
        await run.Within(run.Completion);

        var all = harness.RequireAll(1000);
        using var java = new ProducerBuilder<string, Null>(new ProducerConfig
        {
            BootstrapServers = harness.BootstrapServers, Partitioner = Partitioner.Murmur2Random,
        }).Build();
        foreach (var key in all.GroupBy(sent => sent.Key!))
        {
            var result = await java.ProduceAsync(harness.Topic, new() { Key = key.Key }, RunFixture.Cancel);
            Assert.All(key, sent => Assert.Equal(result.Partition.Value, sent.Partition));
        }
    }

    [Fact]
    public async Task Brokers_ThatCannotBeReached_FailTheStart_WithTheSetting()
    {
        var options = new KafkaOutputOptions { BootstrapServers = "127.0.0.1:9", Topic = "t", Reconnecting = new() { StartPatience = TimeSpan.FromMilliseconds(200) } };
        await FailsAsync(KafkaFault.Unreachable, options, "127.0.0.1:9", "BootstrapServers");
        await FailsAsync(
            KafkaFault.WrongConfiguration, options with { Configure = client => client.Set("no.such.property", "1") }, "no.such.property",
            "Configure");
        await FailsAsync(
            KafkaFault.WrongConfiguration, options with { Configure = client => client.MaxInFlight = 10 }, "max.in.flight", "Configure");
    }

    [Fact]
    public async Task Topic_ThatIsMissing_OrMayNotBeWritten_IsNamedWithTheSetting()
    {
        await using var harness = KafkaHarness.OnMock();
        harness.Mock.SetTopicError(harness.Topic, UnknownTopic);
        await FailsAsync(KafkaFault.NoTopic, harness.Outputs(), harness.Topic, "create it", "Topic");
        harness.Mock.SetTopicError(harness.Topic, TopicAuthorizationFailed);
        await FailsAsync(KafkaFault.NotAllowed, harness.Outputs(), harness.Topic, "may not be written");
    }

    [Fact]
    public async Task Broker_ThatRefusesThePassword_IsNamedWithTheSetting()
    {
        await using var broker = new RefusingBroker();
        var options = new KafkaOutputOptions
        {
            BootstrapServers = broker.Address, Topic = "t",
            Configure = RefusingBroker.Ask,
        };
        await FailsAsync(KafkaFault.WrongCredentials, options, broker.Address, "SaslPassword", RefusingBroker.Words);
    }

    [Fact]
    public async Task Output_LargerThanAMessageMayBe_IsRefusedBeforeItIsCommitted()
    {
        await using var harness = KafkaHarness.OnMock();
        var builder = new TopologyBuilder("large");
        builder.AddSpout("texts", Spouts.FromArray(new[] { "small", new string('x', 1_100_000) }))
            .ToOutlet("texts-out", KafkaTopic.Write(harness.Outputs()), Codec.String);
        await using var run = await KafkaOutputs.StartAsync(builder, new() { Checkpoints = CheckpointStore.InMemory(), Restart = RestartPolicy.Never });
        var failure = await Assert.ThrowsAsync<TupleFailedException>(() => run.Within(run.Completion));
        Assert.Contains("MessageMaxBytes", failure.InnerException!.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Read(skipsOthers: true));
    }

    [Fact]
    public async Task Messages_AndConnections_AreMeasured()
    {
        await using var harness = await KafkaHarness.NewAsync();
        using var measurements = new Measurements();
        await using (var run = await KafkaOutputs.StartAsync(
            KafkaOutputs.Of(harness.Outputs(), 1000), new() { Checkpoints = CheckpointStore.InMemory() }))
        {
            await run.Within(run.Completion);
        }
        var own = measurements.Of(harness.Topic);
        Assert.All(own, measured => Assert.Equal("kafka", measured.Tags["messaging.system"]));
        Assert.Equal(1000, own.Where(measured => measured.Name == "messaging.client.sent.messages").Sum(measured => measured.Value));
        var durations = own.Where(measured => measured.Name == "messaging.client.operation.duration").ToList();
        Assert.Contains(durations, measured => Equals(measured.Tags["messaging.operation.name"], "connect"));
        Assert.Contains(durations, measured => Equals(measured.Tags["messaging.operation.name"], "send"));
        Assert.All(durations, measured => Assert.InRange(measured.Value, 0, 60));
    }

    private static void RefusesClient(string saying, Action<ProducerConfig> configure) =>
        Refuses(saying, new KafkaOutputOptions { BootstrapServers = "localhost:9092", Topic = "a", Configure = configure });

    private static void Refuses(string saying, KafkaOutputOptions options) => Assert.Contains(
        saying, Assert.ThrowsAny<ArgumentException>(() => KafkaTopic.Write(options)).Message, StringComparison.Ordinal);

    private static async Task FailsAsync(KafkaFault fault, KafkaOutputOptions options, params string[] saying)
    {
        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => KafkaOutputs.StartAsync(KafkaOutputs.Of(options, 10), new()));
        var cause = Assert.IsType<KafkaOutputException>(failure.InnerException);
        Assert.Equal(fault, cause.Fault);
        Assert.Equal(fault is KafkaFault.Unreachable or KafkaFault.WrongCredentials, cause.IsOutage);
        foreach (var word in saying) Assert.Contains(word, cause.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }
}
