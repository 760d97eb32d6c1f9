using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace LambdaSpeed.Kafka;

/// <summary>Reads a task's share of a topic's partitions, each in order.</summary>
/// <remarks>Touched by the owning task's step, but for <see cref="Description"/> and <see cref="OnCommitted"/>.</remarks>
[DebuggerDisplay("{_partitions.Count} partitions")]
[SuppressMessage("Design", "CA1001", Justification = "The engine calls CloseAsync.")]
internal sealed class KafkaSpout<T>(KafkaOptions options, KafkaDecoder<T> decode)
    : Spout<T>, IPositionedSpout, IMeasuredSpout, IConnectedSource
{
    private const long NotOwn = -1;
    private const long First = 0; // a partition that is new begins with this offset

    private readonly List<int> _partitions = []; // those of this task
    private long[] _positions = [];              // by partition: the offset to emit next; NotOwn where it is another task's
    private KafkaConnection? _connection;        // made when it opens, as the next ones
    private volatile KafkaWatch? _watch;         // likewise; read by those who describe the run
    private KafkaPoll<T>? _poll;                 // likewise
    private KafkaMirror? _mirror;                // likewise
    private KafkaGauges? _gauges;                // likewise
    private bool _isStarted;                     // whether it reads

    public string SourceId { get; } = $"kafka topic {options.Topic}";

    public long BytesRead { get; private set; }

    public SourceDescription Description
    {
        get
        {
            var watch = _watch;
            return new($"kafka {options.BootstrapServers} {options.Topic}", watch?.State ?? SourceState.Opening, watch?.Failure?.Message);
        }
    }

    public override async ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        await base.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        _gauges = new(options, context.Component, PositionOf);
        _connection = new(options, context, _gauges.Take);
        _watch = new(options, _connection, context);
        _poll = new(options, _connection, decode, _watch, context);
        _mirror = new(options, _connection, _watch, context);
        await _watch.OpenAsync(FindStartsAsync, cancellationToken).ConfigureAwait(false);
        KafkaMetrics.Show(_gauges);
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!_isStarted) Start();
        BeginNewPartitions();
        var queue = _poll!.Queue;
        var entries = queue.Peek(limit);
        var emitted = 0;
        try
        {
            foreach (ref readonly var entry in entries)
            {
                BytesRead += entry.Bytes;
                Volatile.Write(ref _positions[entry.Partition], entry.Offset + 1);
                emitted++;
                if (entry.Rejection is { } rejection) output.Reject(rejection.Record, rejection.Reason);
                else output.Emit(entry.Tuple, new LogPosition(entry.Partition, entry.Offset));
            }
        }
        finally
        {
            queue.Skip(emitted);
        }
        var failure = _poll.Failure; // looked at first: what came before it is read
        if (emitted > 0 || !queue.TryLieDown()) return SpoutStatus.Ready;
        if (failure is not null) throw failure;
        return SpoutStatus.Idle;
    }

    public void CapturePositions(ICollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        foreach (var partition in _partitions) positions.Add(new(partition, _positions[partition]));
    }

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        if (positions.Count == 0) return;
        var known = positions.Max(position => position.Partition) + 1;
        var count = _watch!.PartitionCount;
        if (known > count) throw Cannot(KafkaProblem.FewerPartitions(options, known, count, "the checkpoint has positions of"));
        if (options.Partitions is { } stated)
        {
            var leftOut = positions.FirstOrDefault(position => !stated.Contains(position.Partition), new(-1, 0)).Partition;
            if (leftOut >= 0) throw Cannot(KafkaProblem.LeftOut(options, leftOut));
        }
        var offsets = positions.ToDictionary(position => position.Partition, position => position.Offset);
        foreach (var partition in _partitions)
        {
            if (offsets.TryGetValue(partition, out var offset)) _positions[partition] = offset;
            else if (options.Partitions is null) _positions[partition] = First; // it was added since
        }
    }

    public void OnCommitted(IReadOnlyCollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        if (options.MirrorGroup is not null) _mirror?.Note([.. positions]);
    }

    public override async ValueTask CloseAsync()
    {
        if (_gauges is not null) KafkaMetrics.Hide(_gauges);
        if (_poll is not null) await _poll.DisposeAsync().ConfigureAwait(false);
        if (_mirror is not null) await _mirror.DisposeAsync().ConfigureAwait(false);
        if (_watch is not null) await _watch.DisposeAsync().ConfigureAwait(false);
        if (_connection is { } connection) await Task.Run(connection.Dispose).ConfigureAwait(false); // it joins the client's threads
    }

    private async Task FindStartsAsync(int count)
    {
        if (options.Partitions is { } stated && stated[^1] >= count)
        {
            throw KafkaProblem.FewerPartitions(options, stated[^1] + 1, count, $"{nameof(KafkaOptions.Partitions)} asks for");
        }
        var own = Context.OwnPartitions(options, count).ToList();
        var starts = await _connection!.OffsetsAsync(own, options.Start.Specification, TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        _partitions.Clear();
        foreach (var partition in own) Own(new(partition, Math.Max(starts[partition], options.Start.Offset)));
    }

    private void Start()
    {
        _isStarted = true;
        _watch!.Start();
        _poll!.Add([.. _partitions.Select(partition => new LogPosition(partition, _positions[partition]))]);
        _poll.Start();
        _mirror!.Start();
    }

    /// <summary>Reads from the open epoch on what partitions were found: that epoch's checkpoint is the first to know them, and before it
    /// a restart reads them anew.</summary>
    private void BeginNewPartitions()
    {
        while (_watch!.TryTakeFound(out var partition))
        {
            var position = new LogPosition(partition, First);
            Own(position);
            _poll!.Add([position]);
        }
    }

    private void Own(LogPosition position)
    {
        if (position.Partition >= _positions.Length)
        {
            var longer = new long[position.Partition + 1];
            Array.Fill(longer, NotOwn);
            _positions.CopyTo(longer, 0);
            Volatile.Write(ref _positions, longer);
        }
        _positions[position.Partition] = position.Offset;
        _partitions.Add(position.Partition);
    }

    private long PositionOf(int partition)
    {
        var positions = Volatile.Read(ref _positions);
        return partition < positions.Length ? Volatile.Read(ref positions[partition]) : NotOwn;
    }

    private TaskFailedException Cannot(KafkaSourceException cause) => new(
        Context.Component, Context.TaskIndex,
        $"Component '{Context.Component}', task {Context.TaskIndex}, cannot continue: {cause.Message}", cause);
}
