using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace LambdaSpeed.Kafka;

/// <summary>Polls a task's consumer on a thread of its own: decodes what comes, and lays it into the queue.</summary>
/// <remarks>Connections are the client's: it makes lost ones again and reads on. What it cannot mend is an offset that a partition does
/// not have.</remarks>
internal sealed class KafkaPoll<T> : IAsyncDisposable
{
    private const int ChunkLength = 256;

    private static readonly TimeSpan _longestPoll = TimeSpan.FromMilliseconds(100); // so a stop, or a new partition, waits no longer
    private static readonly TimeSpan _lookPatience = TimeSpan.FromSeconds(2);

    private readonly KafkaOptions _options;
    private readonly KafkaConnection _connection;
    private readonly KafkaDecoder<T> _decode;
    private readonly KafkaWatch _watch;
    private readonly ComponentContext _context;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<IReadOnlyList<LogPosition>> _toAssign = [];
    private readonly Dictionary<int, long> _due = [];      // by partition: the offset to receive next; the polling thread's
    private Task _work = Task.CompletedTask;               // the thread; set once
    private volatile Exception? _failure;                  // what has ended it; the polling thread writes it

    public KafkaPoll(
        KafkaOptions options, KafkaConnection connection, KafkaDecoder<T> decode, KafkaWatch watch, ComponentContext context)
    {
        _options = options;
        _connection = connection;
        _decode = decode;
        _watch = watch;
        _context = context;
        Queue = new(options.QueueLength);
    }

    public KafkaQueue<T> Queue { get; }

    /// <summary>Why nothing more comes, ever; null while more may come.</summary>
    public Exception? Failure => _failure;

    /// <summary>Cancelled when it is to end.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Begins to poll. Once.</summary>
    public void Start() => _work = Task.Factory.StartNew(
        Run, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    /// <summary>Reads partitions from now on. Any thread.</summary>
    public void Add(IReadOnlyList<LogPosition> positions)
    {
        if (positions.Count > 0) _toAssign.Enqueue(positions);
    }

    /// <summary>The group has given the consumer partitions, to be read from some positions. The polling thread.</summary>
    public void Expect(IReadOnlyList<LogPosition> positions)
    {
        foreach (var position in positions) _due[position.Partition] = position.Offset;
        KafkaLog.Reading(_context.Logger, _options.Topic, positions);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        Queue.Dispose();
    }

    private void Run()
    {
        var chunk = new KafkaEntry<T>[ChunkLength];
        try
        {
            if (_options.Group is not null) _connection.Consumer.Subscribe(_options.Topic);
            while (!_stop.IsCancellationRequested && _failure is null)
            {
                while (_toAssign.TryDequeue(out var positions)) Assign(positions);
                var count = Fill(chunk);
                if (count == 0) continue;
                _watch.Metrics.Consumed(count);
                Queue.Add(chunk.AsSpan(0, count), _context.Wake, _stop.Token);
                chunk.AsSpan(0, count).Clear();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) // a thread of ours must not end the process
        {
            _failure = exception is KafkaException known ? _connection.ProblemOf(known.Error, known) : exception;
        }
        _context.Wake();
    }

    private int Fill(KafkaEntry<T>[] chunk)
    {
        var count = 0;
        try
        {
            for (var wait = _longestPoll; count < chunk.Length; wait = TimeSpan.Zero)
            {
                var result = _connection.Consumer.Consume(wait);
                if (result is null) break;
                if (result.IsPartitionEOF || result.Offset.Value < _due[result.Partition.Value]) continue;
                _due[result.Partition.Value] = result.Offset.Value + 1;
                chunk[count++] = Decode(result);
            }
        }
        catch (ConsumeException exception)
        {
            Meet(exception);
        }
        if (count > 0) _watch.NoteMessages();
        return count;
    }

    private void Assign(IReadOnlyList<LogPosition> positions)
    {
        _connection.Consumer.IncrementalAssign(
            positions.Select(position => new TopicPartitionOffset(_options.Topic, position.Partition, position.Offset)));
        Expect(positions);
    }

    private void Meet(ConsumeException exception)
    {
        if (exception.Error.Code is not (ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange))
        {
            if (exception.Error.IsFatal || KafkaProblem.IsOfGroup(exception.Error)) throw exception;
            _watch.NoteFailure(_connection.ProblemOf(exception.Error, exception));
            return;
        }
        var partition = exception.ConsumerRecord.Partition.Value;
        var position = new LogPosition(partition, _due[partition]);
        try
        {
            var first = OffsetOf(partition, OffsetSpec.Earliest());
            if (position.Offset < first) throw KafkaProblem.Expired(_options, position, first);
            var end = OffsetOf(partition, OffsetSpec.Latest());
            if (position.Offset > end) throw KafkaProblem.BeyondEnd(_options, position, end);
        }
        catch (KafkaSourceException problem) when (!problem.IsLoss)
        {
            _watch.NoteFailure(problem); // it is found out with the next attempt
        }
        _connection.Consumer.IncrementalUnassign([new(_options.Topic, partition)]);
        Assign([position]);
    }

    private long OffsetOf(int partition, OffsetSpec place) =>
        _connection.OffsetsAsync([partition], place, _lookPatience).GetAwaiter().GetResult()[partition];

    private KafkaEntry<T> Decode(ConsumeResult<int, int> result)
    {
        var message = new KafkaMessage(_options.Topic, result, _connection.Key, _connection.Value);
        var bytes = message.Key.Length + message.Value.Length;
        try
        {
            return new(message.Partition, message.Offset, bytes, _decode(message), null);
        }
        catch (Exception exception) when (exception is not InvariantViolationException) // users write decoders
        {
            var record = new RawRecord
            {
                Position = new(message.Partition, message.Offset), Key = message.Key.ToArray(), Value = message.Value.ToArray(),
            };
            var reason = new CodecException(
                $"Message {record.Position} of topic '{_options.Topic}' at {_options.BootstrapServers} is no tuple: {exception.Message} " +
                "Remedy: read the topic with the decoder its messages are for, or say by the spout's OnFailure that such messages are " +
                "skipped or become dead letters.", exception);
            return new(message.Partition, message.Offset, bytes, default!, new(record, reason));
        }
    }
}
