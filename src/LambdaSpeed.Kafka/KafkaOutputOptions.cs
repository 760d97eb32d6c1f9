using Confluent.Kafka;

namespace LambdaSpeed.Kafka;

/// <summary>Which topic outputs go to, and where; checked once, by <see cref="KafkaTopic.Write"/>.</summary>
public sealed record KafkaOutputOptions
{
    private const int DefaultMessageBytes = 1_000_000; // the client's own

    private static readonly (string Alias, string Name)[] _aliases =
    [
        ("request.required.acks", nameof(ProducerConfig.Acks)),
        ("delivery.timeout.ms", nameof(ProducerConfig.MessageTimeoutMs)),
        ("retries", nameof(ProducerConfig.MessageSendMaxRetries)),
    ];

    /// <summary>The client's own list of brokers to ask first: <c>host:9092,other:9092</c>.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Called with the client's own configuration before a producer is made, for everything else: security, compression, batch
    /// sizes, the partitioner, how much is buffered (<c>QueueBufferingMaxKbytes</c>, 64 MB unless you change it). What keeps outputs from
    /// being lost, doubled or put in another order must stay as it is: idempotence, acknowledgement by all replicas, and trying without
    /// end.</summary>
    /// <value>Nothing is done.</value>
    public Action<ProducerConfig>? Configure { get; init; }

    /// <summary>How often it is looked where the partitions end, so that a search after a crash begins there and not further back, when
    /// others write to the topic too; 10 ms to a day.</summary>
    /// <value>30 s.</value>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a start waits for brokers that cannot be reached, and how long it is waited between attempts to connect. Later
    /// outages are waited for without end.</summary>
    /// <value>The defaults of <see cref="ReconnectPolicy"/>.</value>
    public ReconnectPolicy Reconnecting { get; init; } = new();

    /// <exception cref="ArgumentException">An option cannot be.</exception>
    internal void Validate()
    {
        Must(!string.IsNullOrWhiteSpace(BootstrapServers), nameof(BootstrapServers), "must not be empty. Remedy: host:9092.");
        Must(!string.IsNullOrWhiteSpace(Topic), nameof(Topic), "must not be empty. Remedy: the name of the topic.");
        Must(LookInterval >= TimeSpan.FromMilliseconds(10) && LookInterval <= TimeSpan.FromDays(1), nameof(LookInterval),
            "must be from 10 ms to a day.");
        Reconnecting.Validate();
        NewConfiguration();
    }

    /// <summary>How large a message may be.</summary>
    internal int MostMessageBytes => NewConfiguration().MessageMaxBytes ?? DefaultMessageBytes;

    /// <summary>The client's configuration: ours, then what <see cref="Configure"/> makes of it.</summary>
    /// <exception cref="ArgumentException">It is one by which outputs could be lost, doubled, or put in another order.</exception>
    internal ProducerConfig NewConfiguration()
    {
        var configuration = new ProducerConfig
        {
            BootstrapServers = BootstrapServers,
            ClientId = "LambdaSpeed",
            EnableIdempotence = true,
            Acks = Acks.All,
            MessageTimeoutMs = 0, // none
            QueueBufferingMaxKbytes = 64 * 1024,
            DeliveryReportFields = "none",
            ReconnectBackoffMs = (int)Math.Min(Reconnecting.FirstDelay.TotalMilliseconds, 3_600_000),
            ReconnectBackoffMaxMs = (int)Math.Min(Reconnecting.LongestDelay.TotalMilliseconds, 3_600_000),
        };
        Configure?.Invoke(configuration);
        foreach (var (alias, name) in _aliases)
        {
            Must(configuration.All(pair => pair.Key != alias), nameof(Configure),
                $"sets the client's '{alias}', which is {name} by another name. Remedy: leave both.");
        }
        Must(configuration.EnableIdempotence == true, nameof(Configure),
            "switches the client's EnableIdempotence off: what is sent again could be doubled or overtaken. Remedy: leave it on.");
        Must(configuration.Acks == Acks.All, nameof(Configure),
            $"sets the client's Acks to {configuration.Acks}: an output could be lost with one broker, though its epoch is committed. " +
            "Remedy: leave it at All.");
        Must(configuration.MessageTimeoutMs == 0, nameof(Configure),
            $"sets the client's MessageTimeoutMs to {configuration.MessageTimeoutMs}: an outage would drop outputs, and let later ones " +
            "overtake them. Remedy: leave it at 0; a start's patience is Reconnecting.StartPatience.");
        Must(configuration.MessageSendMaxRetries is null or int.MaxValue, nameof(Configure),
            "sets the client's MessageSendMaxRetries: outputs would be dropped after them. Remedy: leave it.");
        Must(configuration.TransactionalId is null, nameof(Configure),
            "sets the client's TransactionalId: outputs follow the run's own commit, and are not sent in transactions. Remedy: leave it.");
        Must(configuration.Partitioner != Partitioner.Random, nameof(Configure),
            "sets the client's Partitioner to Random: the outputs of a key would lose their order. Remedy: take another one.");
        Must(configuration.EnableDeliveryReports != false && configuration.EnableBackgroundPoll != false, nameof(Configure),
            "switches the client's EnableDeliveryReports or EnableBackgroundPoll off: nobody would learn what has arrived. Remedy: leave " +
            "them on.");
        return configuration;
    }

    private static void Must(bool condition, string option, string violation)
    {
        if (!condition) throw new ArgumentException($"{nameof(KafkaOutputOptions)}.{option} {violation}", option);
    }
}
