using Confluent.Kafka;

namespace LambdaSpeed.Kafka;

/// <summary>A producer's life: what it was given, what has arrived, and what the client says about its connections.</summary>
/// <remarks>Connections are the client's: it makes lost ones again, and sends again what was not acknowledged. What it cannot mend ends the
/// producer; another one must find out what has arrived.</remarks>
internal sealed class KafkaSender : IDisposable
{
    private static readonly TimeSpan _turn = TimeSpan.FromMilliseconds(50);

    private readonly KafkaOutputOptions _options;
    private readonly OutletContext _context;
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly IAdminClient _admin;
    private readonly KafkaInquiry _inquiry;
    private readonly Action<DeliveryReport<byte[]?, byte[]?>> _onDelivery; // one for all messages
    private readonly Lock _gate = new();
    private long[] _ends = [];        // by partition: behind all that has arrived, as far as is known; under the gate
    private long _owed;               // messages that are not acknowledged; callers add, the client's thread takes off
    private long _arrived;            // acknowledged since they were last taken; the client's thread adds
    private volatile Error? _trouble; // what is wrong with connections, since something last arrived; the client's callbacks write it
    private volatile Error? _end;     // what has ended it; likewise

    /// <exception cref="KafkaOutputException">The client does not take its configuration.</exception>
    public KafkaSender(KafkaOutputOptions options, OutletContext context)
    {
        _options = options;
        _context = context;
        _onDelivery = OnDelivery;
        Configuration = options.NewConfiguration();
        try
        {
            _producer = new ProducerBuilder<byte[]?, byte[]?>(Configuration)
                .SetErrorHandler((_, error) => Note(error))
                .SetLogHandler((_, message) => KafkaLog.Client(context.Logger, message))
                .Build();
        }
        catch (Exception exception) when (exception is KafkaException or InvalidOperationException or ArgumentException)
        {
            throw KafkaProblem.OfOutputConfiguration(exception);
        }
        _admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        _inquiry = new(_admin, options.Topic, IsolationLevel.ReadUncommitted,
            (error, exception) => KafkaProblem.Of(_options, error, exception is null ? null : _trouble, exception));
    }

    public ProducerConfig Configuration { get; }

    /// <summary>Has it ended, with messages that may have arrived or not?</summary>
    public bool HasEnded => _end is not null;

    /// <summary>Messages that are not acknowledged.</summary>
    public long Owed => Interlocked.Read(ref _owed);

    /// <summary>Where the partitions end, as far as is known: before all that is not acknowledged.</summary>
    public KafkaMark Mark
    {
        get
        {
            lock (_gate) return new(_options.Topic, [.. _ends]);
        }
    }

    /// <summary>How many messages have arrived since this was last asked.</summary>
    public int TakeArrived() => (int)Interlocked.Exchange(ref _arrived, 0);

    /// <summary>How many partitions there are. Blocks.</summary>
    /// <exception cref="KafkaOutputException">It could not be found out.</exception>
    public int CountPartitions(TimeSpan patience) => _inquiry.CountPartitions(static _ => true, patience);

    /// <summary>Looks where the partitions end; while messages are owed, what it finds may lie behind them. Blocks.</summary>
    /// <exception cref="KafkaOutputException">It could not be found out.</exception>
    public void LookForEnds(int partitions, TimeSpan patience)
    {
        var ends = _inquiry.OffsetsAsync([.. Enumerable.Range(0, partitions)], Confluent.Kafka.Admin.OffsetSpec.Latest(), patience)
            .GetAwaiter().GetResult();
        lock (_gate) _ends = [.. Enumerable.Range(0, partitions).Select(partition => ends[partition])];
    }

    /// <summary>Gives a message to the client; waits while its buffer is full.</summary>
    /// <exception cref="KafkaOutputException">It has ended, or nothing was acknowledged for as long as patience lasts.</exception>
    public void Send(TopicPartition place, Message<byte[]?, byte[]?> message, TimeSpan patience)
    {
        RequireAlive();
        var start = _context.TimeProvider.GetTimestamp();
        while (true)
        {
            Interlocked.Increment(ref _owed);
            try
            {
                _producer.Produce(place, message, _onDelivery);
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> exception)
            {
                Interlocked.Decrement(ref _owed);
                if (exception.Error.Code != ErrorCode.Local_QueueFull)
                {
                    _end = exception.Error;
                    throw KafkaProblem.Of(_options, exception.Error, null, exception);
                }
                if (_context.TimeProvider.GetElapsedTime(start) >= patience) throw NotAcknowledged(exception);
            }
            _producer.Flush(_turn);
        }
    }

    /// <summary>Returns when all has arrived.</summary>
    /// <exception cref="KafkaOutputException">It has ended, or some was not acknowledged for as long as patience lasts.</exception>
    public void Deliver(TimeSpan patience)
    {
        if (Owed > 0) _producer.Flush(patience);
        RequireAlive();
        if (Owed > 0) throw NotAcknowledged(null);
        _trouble = null;
    }

    /// <summary>An error of the client, in words.</summary>
    public KafkaOutputException ProblemOf(KafkaException exception) => KafkaProblem.Of(_options, exception.Error, _trouble, exception);

    /// <summary>Returns while messages may be given to it.</summary>
    /// <exception cref="KafkaOutputException">It has ended.</exception>
    public void RequireAlive()
    {
        if (_end is { } end) throw KafkaProblem.Of(_options, end, null, null);
    }

    public void Dispose()
    {
        _admin.Dispose();
        _producer.Dispose();
    }

    private KafkaOutputException NotAcknowledged(Exception? exception) => KafkaProblem.Of(
        _options, new Error(ErrorCode.Local_TimedOut, $"{Owed} outputs are not acknowledged"), _trouble, exception);

    private void OnDelivery(DeliveryReport<byte[]?, byte[]?> report)
    {
        if (report.Error.IsError)
        {
            _end ??= report.Error;
        }
        else
        {
            Interlocked.Increment(ref _arrived);
            _trouble = null;
            var (partition, next) = (report.Partition.Value, report.Offset.Value + 1);
            lock (_gate)
            {
                if (partition < _ends.Length && _ends[partition] < next) _ends[partition] = next;
            }
        }
        Interlocked.Decrement(ref _owed);
    }

    private void Note(Error error)
    {
        if (error.IsFatal) _end ??= error;
        if (KafkaProblem.TellsMore(error, _trouble)) _trouble = error;
    }
}
