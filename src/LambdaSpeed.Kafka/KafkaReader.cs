using System.Diagnostics.CodeAnalysis;
using Confluent.Kafka;

namespace LambdaSpeed.Kafka;

/// <summary>A spout that reads partitions of a topic by a client of its own, whoever says which ones.</summary>
/// <remarks>Touched by the owning task's step, but for <see cref="Description"/>.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The engine calls CloseAsync.")]
internal abstract class KafkaReader<T>(KafkaOptions options, KafkaDecoder<T> decode) : Spout<T>, IMeasuredSpout, IConnectedSource
{
    private KafkaConnection? _connection; // made when it opens, as the next ones
    private volatile KafkaWatch? _watch;  // likewise; read by those who describe the run
    private KafkaPoll<T>? _poll;          // likewise
    private KafkaGauges? _gauges;         // likewise
    private IAsyncDisposable? _helper;    // likewise
    private bool _isStarted;              // whether it reads

    public long BytesRead { get; protected set; }

    public SourceDescription Description
    {
        get
        {
            var watch = _watch;
            return new(Place, watch?.State ?? SourceState.Opening, watch?.Failure?.Message);
        }
    }

    /// <summary>What is read, as it is shown.</summary>
    protected virtual string Place => $"kafka {options.BootstrapServers} {options.Topic}";

    protected KafkaOptions Options => options;

    protected KafkaConnection Connection => _connection!;

    protected KafkaWatch Watch => _watch!;

    protected KafkaPoll<T> Poll => _poll!;

    public override async ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        await base.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        _gauges = new(options, context.Component, PositionOf);
        _connection = new(options, context, _gauges.Take, Prepare);
        _watch = new(options, _connection, context);
        _poll = new(options, _connection, decode, _watch, context);
        _helper = NewHelper();
        await _watch.OpenAsync(FindStartsAsync, cancellationToken).ConfigureAwait(false);
        KafkaMetrics.Show(_gauges);
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!_isStarted) Start();
        var queue = _poll!.Queue;
        var taken = 0;
        try
        {
            EmitSome(output, queue.Peek(limit), ref taken);
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

    public override async ValueTask CloseAsync()
    {
        if (_gauges is not null) KafkaMetrics.Hide(_gauges);
        if (_poll is not null) await _poll.DisposeAsync().ConfigureAwait(false);
        if (_helper is not null) await _helper.DisposeAsync().ConfigureAwait(false);
        if (_watch is not null) await _watch.DisposeAsync().ConfigureAwait(false);
        if (_connection is { } connection) await Task.Run(connection.Dispose).ConfigureAwait(false); // it joins the client's threads
    }

    /// <summary>The offset of a partition to emit next; negative when the task does not read it. Any thread.</summary>
    protected abstract long PositionOf(int partition);

    /// <summary>Adds to what the consumer is made of.</summary>
    protected virtual void Prepare(ConsumerBuilder<int, int> builder)
    {
    }

    /// <summary>Makes what works beside the reading; it is disposed of when the spout closes.</summary>
    protected abstract IAsyncDisposable NewHelper();

    /// <summary>Finds where reading begins, once it is known how many partitions there are.</summary>
    protected virtual Task FindStartsAsync(int count) => Task.CompletedTask;

    /// <summary>Begins to read, when the positions are known.</summary>
    protected abstract void StartReading();

    /// <summary>Emits what has come.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="entries">What has come.</param>
    /// <param name="taken">Counts those that are done with, also when emitting fails.</param>
    protected abstract void EmitSome(SpoutEmitter<T> output, ReadOnlySpan<KafkaEntry<T>> entries, ref int taken);

    protected void Emit(SpoutEmitter<T> output, in KafkaEntry<T> entry)
    {
        BytesRead += entry.Bytes;
        if (entry.Rejection is { } rejection) output.Reject(rejection.Record, rejection.Reason);
        else output.Emit(entry.Tuple, new LogPosition(entry.Partition, entry.Offset));
    }

    /// <summary>Refuses positions of partitions that the topic does not have.</summary>
    protected void RequireKnown(IReadOnlyCollection<LogPosition> positions)
    {
        var known = positions.Max(position => position.Partition) + 1;
        var count = Watch.PartitionCount;
        if (known > count) throw Cannot(KafkaProblem.FewerPartitions(options, known, count, "the checkpoint has positions of"));
    }

    protected TaskFailedException Cannot(KafkaSourceException cause) => new(
        Context.Component, Context.TaskIndex,
        $"Component '{Context.Component}', task {Context.TaskIndex}, cannot continue: {cause.Message}", cause);

    private void Start()
    {
        _isStarted = true;
        Watch.Start();
        StartReading();
    }
}
