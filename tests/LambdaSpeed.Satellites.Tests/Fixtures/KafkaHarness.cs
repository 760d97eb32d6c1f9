using System.Buffers.Binary;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using LambdaSpeed.Kafka;
using LambdaSpeed.Testing;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>A topic of a test's own, of 8-byte messages: on the brokers that LAMBDASPEED_KAFKA names, or on a mock cluster.</summary>
internal sealed class KafkaHarness : SourceHarness
{
    private const string Variable = "LAMBDASPEED_KAFKA";

    private readonly MockKafka? _mock;
    private readonly IProducer<byte[]?, byte[]?> _producer;

    private KafkaHarness(MockKafka? mock, string bootstrapServers, int partitions)
    {
        _mock = mock;
        BootstrapServers = bootstrapServers;
        Partitions = partitions;
        _producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers, EnableIdempotence = true, LingerMs = 2, MessageTimeoutMs = 30_000,
            ReconnectBackoffMaxMs = 500,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    public static readonly KafkaDecoder<long> Decode = (in KafkaMessage message) => BinaryPrimitives.ReadInt64LittleEndian(message.Value);

    public string BootstrapServers { get; }

    public string Topic { get; private init; } = $"test-{Guid.NewGuid():N}";

    public override int Partitions { get; }

    /// <summary>Are the brokers another one's?</summary>
    private bool IsGuest { get; init; }

    public override bool HasServer => _mock is not null;

    /// <summary>Whether the brokers are real, so that they do what the mock cannot.</summary>
    public bool IsReal => _mock is null;

    public MockKafka Mock => _mock ?? throw new InvalidOperationException("the brokers are real");

    public IProducer<byte[]?, byte[]?> Producer => _producer;

    public KafkaOptions Options => new()
    {
        BootstrapServers = BootstrapServers, Topic = Topic, Reconnecting = new() { LongestDelay = TimeSpan.FromSeconds(1) },
        LookInterval = TimeSpan.FromMilliseconds(200),
        Configure = configuration => configuration.FetchWaitMaxMs = 20, // the mock answers a fetch no earlier when something comes
    };

    public static Task<KafkaHarness> NewAsync(int partitions = 2) =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } real
            ? OnAsync(real, partitions)
            : Task.FromResult(OnMock(partitions));

    /// <summary>On a mock cluster, whose brokers can be taken down.</summary>
    public static KafkaHarness OnMock(int partitions = 2, string? topic = null)
    {
        var mock = new MockKafka();
        var harness = new KafkaHarness(mock, mock.BootstrapServers, partitions) { Topic = topic ?? $"test-{Guid.NewGuid():N}" };
        mock.CreateTopic(harness.Topic, partitions);
        return harness;
    }

    /// <summary>Another topic on the same brokers, with as many partitions; to be disposed before this one.</summary>
    public KafkaHarness OtherTopic()
    {
        var other = new KafkaHarness(null, BootstrapServers, Partitions) { IsGuest = true };
        Mock.CreateTopic(other.Topic, Partitions);
        return other;
    }

    public override Func<ISpout<long>> Open() => KafkaTopic.Read(Options, Decode);

    public override Task AppendAsync(int partition, IReadOnlyList<long> values, CancellationToken cancellationToken) =>
        ProduceAsync(partition, values.Select(Encode).Select(value => new Message<byte[]?, byte[]?> { Value = value }), cancellationToken);

    /// <summary>Produces messages in order; returns when all are acknowledged.</summary>
    public async Task ProduceAsync(int partition, IEnumerable<Message<byte[]?, byte[]?>> messages, CancellationToken cancellationToken)
    {
        var owed = new List<Task>();
        foreach (var message in messages)
        {
            owed.Add(_producer.ProduceAsync(new TopicPartition(Topic, partition), message, cancellationToken));
            if (owed.Count < 10_000) continue;
            await Task.WhenAll(owed);
            owed.Clear();
        }
        await Task.WhenAll(owed);
    }

    public override Task KillServerAsync()
    {
        Mock.TakeDown();
        return Task.CompletedTask;
    }

    public override Task StartServerAsync()
    {
        Mock.BringUp();
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        if (IsReal && !IsGuest)
        {
            using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
            await admin.DeleteTopicsAsync([Topic]);
        }
        await Task.Run(_producer.Dispose);
        _mock?.Dispose();
        await base.DisposeAsync();
    }

    public static byte[] Encode(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static async Task<KafkaHarness> OnAsync(string bootstrapServers, int partitions)
    {
        var harness = new KafkaHarness(null, bootstrapServers, partitions);
        using var admin = new DependentAdminClientBuilder(harness._producer.Handle).Build();
        await admin.CreateTopicsAsync(
            [new TopicSpecification { Name = harness.Topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
        return harness;
    }
}
