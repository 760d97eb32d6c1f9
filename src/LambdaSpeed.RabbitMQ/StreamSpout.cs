using System.Diagnostics;

namespace LambdaSpeed.RabbitMQ;

/// <summary>Reads a task's share of some streams, each in order.</summary>
/// <remarks>Touched by the owning task's step, but for <see cref="Description"/>.</remarks>
[DebuggerDisplay("{_feeds.Length} streams")]
internal sealed class StreamSpout<T>(RabbitMqStreamOptions options, Broker broker, StreamDecoder<T> decode)
    : Spout<T>, IPositionedSpout, IMeasuredSpout, IConnectedSource
{
    private const string SourcePrefix = "rabbitmq streams ";

    private volatile StreamFeed<T>[] _feeds = []; // one for each stream of this task; set when opened
    private bool _isStarted;                      // whether they read
    private int _turn;                            // the stream that is asked first

    public string SourceId { get; } = SourcePrefix + string.Join(", ", options.Streams);

    public long BytesRead { get; private set; }

    public SourceDescription Description
    {
        get
        {
            var feeds = _feeds;
            var worst = feeds.FirstOrDefault(feed => feed.Failure is not null) ?? feeds.FirstOrDefault();
            var streams = string.Join(", ", feeds.Select(feed => options.Streams[feed.Partition]));
            return new($"rabbitmq {broker.Name} {streams}", worst?.State ?? SourceState.Opening, worst?.Failure?.Message);
        }
    }

    /// <summary>Streams may be added behind those there were. Fewer are let through to <see cref="Seek"/>, which names the
    /// setting.</summary>
    public bool CanContinue(string sourceId)
    {
        ArgumentNullException.ThrowIfNull(sourceId);
        return IsBeginning(sourceId, SourceId) || IsBeginning(SourceId, sourceId);
    }

    public override async ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        await base.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        _feeds = [.. Enumerable.Range(0, options.Streams.Count)
            .Where(stream => stream % context.TaskCount == context.TaskIndex)
            .Select(stream => new StreamFeed<T>(options, broker, stream, decode, context))];
        await Task.WhenAll(_feeds.Select(feed => feed.OpenAsync(cancellationToken))).ConfigureAwait(false);
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        ArgumentNullException.ThrowIfNull(output);
        var feeds = _feeds;
        if (!_isStarted) Start();
        var room = limit;
        for (var i = 0; i < feeds.Length && room > 0; i++) room -= Read(feeds[(_turn + i) % feeds.Length], output, room);

        if (feeds.Length > 0) _turn = (_turn + 1) % feeds.Length;
        if (room == 0) return SpoutStatus.Ready;
        foreach (var feed in feeds)
        {
            if (!feed.Queue.TryLieDown()) return SpoutStatus.Ready;
            if (feed.Loss is { } loss) throw loss;
        }
        return SpoutStatus.Idle;
    }

    public void CapturePositions(ICollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        foreach (var feed in _feeds) positions.Add(new LogPosition(feed.Partition, feed.Queue.Position));
    }

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        var known = positions.Count == 0 ? 0 : positions.Max(position => position.Partition) + 1;
        if (known > options.Streams.Count) throw StreamLoss.FewerStreams(Context, known, options.Streams.Count);
        foreach (var position in positions)
        {
            Array.Find(_feeds, feed => feed.Partition == position.Partition)?.Seek(position.Offset);
        }
    }

    public override async ValueTask CloseAsync()
    {
        foreach (var feed in _feeds) await feed.DisposeAsync().ConfigureAwait(false);
    }

    private void Start()
    {
        foreach (var feed in _feeds) feed.Start();
        _isStarted = true;
    }

    private int Read(StreamFeed<T> feed, SpoutEmitter<T> output, int room)
    {
        var entries = feed.Queue.Peek(room);
        var emitted = 0;
        try
        {
            foreach (ref readonly var entry in entries)
            {
                BytesRead += entry.Bytes;
                emitted++;
                if (entry.Rejection is { } rejection) output.Reject(rejection.Record, rejection.Reason);
                else output.Emit(entry.Tuple, new LogPosition(feed.Partition, entry.Offset));
            }
        }
        finally
        {
            feed.Queue.Skip(emitted);
        }
        return emitted;
    }

    private static bool IsBeginning(string shorter, string longer) =>
        shorter.StartsWith(SourcePrefix, StringComparison.Ordinal) &&
        (longer == shorter || longer.StartsWith(shorter + ", ", StringComparison.Ordinal));
}
