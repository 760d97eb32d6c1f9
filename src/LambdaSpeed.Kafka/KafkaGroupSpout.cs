using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Confluent.Kafka;

namespace LambdaSpeed.Kafka;

/// <summary>Reads the partitions of a topic that a consumer group gives to the task, each in order, while it has them.</summary>
/// <remarks>Touched by the owning task's step, but for <see cref="Description"/> and <see cref="OnCommitted"/>.</remarks>
[DebuggerDisplay("{DividedBy}")]
[SuppressMessage("Design", "CA1001", Justification = "The engine calls CloseAsync.")]
internal sealed class KafkaGroupSpout<T>(KafkaOptions options, KafkaDecoder<T> decode)
    : Spout<T>, IPositionedSpout, IMeasuredSpout, IConnectedSource, ISharedSource
{
    private KafkaHoldings _holdings = null!; // made when it opens, as the next ones
    private KafkaConnection? _connection;    // likewise
    private volatile KafkaWatch? _watch;     // likewise; read by those who describe the run
    private KafkaPoll<T>? _poll;             // likewise
    private KafkaGroup? _group;              // likewise
    private KafkaGauges? _gauges;            // likewise
    private bool _isStarted;                 // whether it reads

    public string DividedBy { get; } = $"the consumer group '{options.Group}'";

    public string SourceId { get; } = $"kafka topic {options.Topic} of group {options.Group}";

    public long BytesRead { get; private set; }

    public SourceDescription Description
    {
        get
        {
            var watch = _watch;
            return new(
                $"kafka {options.BootstrapServers} {options.Topic} group {options.Group}", watch?.State ?? SourceState.Opening,
                watch?.Failure?.Message);
        }
    }

    public override async ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await base.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        _holdings = new(partition => partition % context.TaskCount == context.TaskIndex);
        _gauges = new(options, context.Component, _holdings.PositionOf);
        _connection = new(options, context, _gauges.Take, Listen);
        _watch = new(options, _connection, context);
        _poll = new(options, _connection, decode, _watch, context);
        _group = new(options, _connection, _watch, context, _holdings, _poll.Stopping);
        await _watch.OpenAsync(_ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        KafkaMetrics.Show(_gauges);
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!_isStarted) Start();
        var queue = _poll!.Queue;
        var entries = queue.Peek(limit);
        var taken = 0;
        try
        {
            using var gate = _holdings.Enter();
            foreach (ref readonly var entry in entries)
            {
                taken++;
                if (!_holdings.TryAdvance(entry.Partition, entry.Offset)) continue; // it is somebody else's by now, or was read
                BytesRead += entry.Bytes;
                if (entry.Rejection is { } rejection) output.Reject(rejection.Record, rejection.Reason);
                else output.Emit(entry.Tuple, new LogPosition(entry.Partition, entry.Offset));
            }
        }
        finally
        {
            queue.Skip(taken);
        }
        var failure = _poll.Failure; // looked at first: what came before it is read
        if (taken > 0 || !queue.TryLieDown()) return SpoutStatus.Ready;
        if (failure is not null) throw failure;
        return SpoutStatus.Idle;
    }

    public void CapturePositions(ICollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        _holdings.Capture(positions);
    }

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        if (positions.Count == 0) return;
        var known = positions.Max(position => position.Partition) + 1;
        var count = _watch!.PartitionCount;
        if (known > count)
        {
            var cause = KafkaProblem.FewerPartitions(options, known, count, "the checkpoint has positions of");
            throw new TaskFailedException(
                Context.Component, Context.TaskIndex,
                $"Component '{Context.Component}', task {Context.TaskIndex}, cannot continue: {cause.Message}", cause);
        }
        _holdings.Restore(positions);
    }

    public void OnCommitted(IReadOnlyCollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        _holdings.NoteCommitted(positions);
    }

    public override async ValueTask CloseAsync()
    {
        if (_gauges is not null) KafkaMetrics.Hide(_gauges);
        if (_poll is not null) await _poll.DisposeAsync().ConfigureAwait(false);
        if (_group is not null) await _group.DisposeAsync().ConfigureAwait(false);
        if (_watch is not null) await _watch.DisposeAsync().ConfigureAwait(false);
        if (_connection is { } connection) await Task.Run(connection.Dispose).ConfigureAwait(false); // it joins the client's threads
    }

    private void Start()
    {
        _isStarted = true;
        _watch!.Start();
        _poll!.Start();
        _group!.Start();
    }

    /// <summary>Has the client say which partitions come and go.</summary>
    private void Listen(ConsumerBuilder<int, int> builder) => builder
        .SetPartitionsAssignedHandler((_, partitions) =>
        {
            if (_group!.Take(partitions) is not { } positions) // all must be answered for
            {
                return partitions.Select(partition => new TopicPartitionOffset(partition, Offset.End));
            }
            _poll!.Expect(positions);
            return positions.Select(position => new TopicPartitionOffset(options.Topic, position.Partition, position.Offset));
        })
        .SetPartitionsRevokedHandler((_, partitions) => _group!.GiveAway([.. partitions.Select(given => given.Partition.Value)]))
        .SetPartitionsLostHandler((_, partitions) => _group!.Forget([.. partitions.Select(lost => lost.Partition.Value)]));
}
