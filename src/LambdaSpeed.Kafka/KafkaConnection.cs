using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace LambdaSpeed.Kafka;

/// <summary>A task's own client: consumer, questions about the topic, and what the client says about its connections.</summary>
internal sealed class KafkaConnection : IDisposable
{
    private readonly KafkaOptions _options;
    private readonly ComponentContext _context;
    private readonly IAdminClient _admin;
    private readonly KafkaInquiry _inquiry;
    private volatile Error? _trouble; // what is wrong with connections, since they last worked; the client's callbacks write it

    /// <param name="options">Which topic, and where.</param>
    /// <param name="context">Who reads.</param>
    /// <param name="onStatistics">Given the client's statistics.</param>
    /// <param name="prepare">Adds to what the consumer is made of.</param>
    /// <exception cref="KafkaSourceException">The client does not take its configuration.</exception>
    public KafkaConnection(
        KafkaOptions options, ComponentContext context, Action<string> onStatistics, Action<ConsumerBuilder<int, int>>? prepare = null)
    {
        _options = options;
        _context = context;
        var configuration = options.NewConfiguration();
        try
        {
            var builder = new ConsumerBuilder<int, int>(configuration)
                .SetKeyDeserializer(Key)
                .SetValueDeserializer(Value)
                .SetErrorHandler((_, error) => Note(error))
                .SetLogHandler((_, message) => KafkaLog.Client(context.Logger, message))
                .SetStatisticsHandler((_, statistics) => onStatistics(statistics));
            prepare?.Invoke(builder);
            Consumer = builder.Build();
        }
        catch (Exception exception) when (exception is KafkaException or InvalidOperationException or ArgumentException)
        {
            throw KafkaProblem.OfConfiguration(exception);
        }
        LongestPause = TimeSpan.FromMilliseconds(configuration.MaxPollIntervalMs ?? 300_000);
        _admin = new DependentAdminClientBuilder(Consumer.Handle).Build();
        _inquiry = new(
            _admin, options.Topic, configuration.IsolationLevel ?? IsolationLevel.ReadCommitted,
            (error, exception) => KafkaProblem.Of(options, error, exception is null ? null : _trouble, exception));
    }

    /// <summary>What the consumer's results are lengths of.</summary>
    public FieldBytes Key { get; } = new();

    /// <inheritdoc cref="Key"/>
    public FieldBytes Value { get; } = new();

    public IConsumer<int, int> Consumer { get; }

    /// <summary>After how long without a call for messages a consumer group takes the consumer for dead.</summary>
    public TimeSpan LongestPause { get; }

    /// <summary>Called when connections are in trouble; on the thread that consumes.</summary>
    public Action OnTrouble { get; set; } = static () => { };

    /// <summary>How many partitions the topic has. Blocks.</summary>
    /// <exception cref="KafkaSourceException">It could not be found out, or one of the task's partitions has no leader.</exception>
    public int CountPartitions(TimeSpan patience)
    {
        var count = _inquiry.CountPartitions(partition => _context.Reads(_options, partition), patience);
        _trouble = null;
        return _options.CountPartitions(count);
    }

    /// <summary>Offsets of partitions; behind the last message where the brokers find none.</summary>
    /// <exception cref="KafkaSourceException">They could not be found out.</exception>
    public Task<Dictionary<int, long>> OffsetsAsync(IReadOnlyCollection<int> partitions, OffsetSpec place, TimeSpan patience) =>
        _inquiry.OffsetsAsync(partitions, place, patience);

    /// <summary>An error in words.</summary>
    public KafkaSourceException ProblemOf(Error error, Exception exception) =>
        KafkaProblem.Of(_options, error, _trouble, exception);

    /// <summary>Hears what the client has to say, while nobody consumes.</summary>
    public void Listen()
    {
        try
        {
            Consumer.Consume(TimeSpan.FromMilliseconds(20));
        }
        catch (ConsumeException)
        {
            // nothing is assigned yet: it is about the group, which is not used
        }
    }

    public void Dispose()
    {
        _admin.Dispose();
        Consumer.Dispose();
    }

    private void Note(Error error)
    {
        if (KafkaProblem.TellsMore(error, _trouble)) _trouble = error;
        OnTrouble();
    }
}
