using Confluent.Kafka;

namespace LambdaSpeed.Kafka;

/// <summary>A task as a member of a consumer group: takes partitions and gives them away, and tells the group what is safe.</summary>
/// <remarks>Partitions come and go within calls of the consumer, on the polling thread, and the group waits until such a call returns.
/// Telling is a loop beside the task.</remarks>
internal sealed class KafkaGroup : IAsyncDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);     // between two commits to the group
    private static readonly TimeSpan _lookPatience = TimeSpan.FromSeconds(5);        // of one question to the brokers
    private static readonly TimeSpan _tellPatience = TimeSpan.FromSeconds(5);        // of brokers that refuse to be told
    private static readonly TimeSpan _longestPatience = TimeSpan.FromSeconds(30);    // until what was emitted is safe

    private readonly KafkaOptions _options;
    private readonly KafkaConnection _connection;
    private readonly KafkaWatch _watch;
    private readonly ComponentContext _context;
    private readonly KafkaHoldings _holdings;
    private readonly CancellationToken _pollStopping;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _telling = new();  // held while the group is told, so that it is not told older positions behind newer ones
    private Task _work = Task.CompletedTask; // the loop; set once
    private volatile bool _isLeaving;        // the group is being left: nothing more is waited for; written once

    public KafkaGroup(
        KafkaOptions options, KafkaConnection connection, KafkaWatch watch, ComponentContext context, KafkaHoldings holdings,
        CancellationToken pollStopping)
    {
        _options = options;
        _connection = connection;
        _watch = watch;
        _context = context;
        _holdings = holdings;
        _pollStopping = pollStopping;
    }

    private string Name => _options.Group!;

    /// <summary>Begins to tell the group. Once.</summary>
    public void Start() => _work = Task.Run(RunAsync);

    /// <summary>The group has given partitions: the answer is where to begin; null when the run ends, and nobody reads. The polling thread,
    /// or whoever leaves the group.</summary>
    /// <exception cref="KafkaSourceException">It cannot be found out.</exception>
    public IReadOnlyList<LogPosition>? Take(IReadOnlyCollection<TopicPartition> partitions)
    {
        try
        {
            return _holdings.Take(FindPatiently(partitions));
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The group takes partitions away: returns when what was emitted of them is safe and the group knows, or patience is over.
    /// The polling thread, or whoever leaves the group.</summary>
    public void GiveAway(IReadOnlyCollection<int> partitions)
    {
        _holdings.BeginLeaving(partitions);
        if (!_isLeaving) // else all that is safe was told
        {
            WaitUntilSafe(partitions);
            // to whom that is said, the partitions are others' already
            TellPatiently(static error => error.Code is ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId);
        }
        Forget(partitions);
    }

    /// <summary>Partitions are somebody else's already: nothing is committed of them. The polling thread.</summary>
    public void Forget(IReadOnlyCollection<int> partitions)
    {
        _holdings.Leave(partitions);
        KafkaLog.GivenAway(_context.Logger, _options.Topic, Name, partitions);
    }

    /// <summary>Tells the group what is safe, and leaves it, unless its brokers are away. When nothing polls any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_watch.State == SourceState.Reading) await Task.Run(Leave).ConfigureAwait(false);
        _stop.Dispose();
    }

    private TimeSpan Patience => _connection.LongestPause / 2 < _longestPatience ? _connection.LongestPause / 2 : _longestPatience;

    private async Task RunAsync()
    {
        while (true)
        {
            await Task.Delay(_interval, _context.TimeProvider, _stop.Token).ConfigureAwait(false);
            var change = _holdings.Change;
            if (!_holdings.OwesPositions) await change.WaitAsync(_stop.Token).ConfigureAwait(false);
            if (_holdings.NeedsEpoch) _context.RequestEpoch();
            if (_watch.State == SourceState.Reading) await Task.Run(TryTell, _stop.Token).ConfigureAwait(false); // or the next time
        }
    }

    private void WaitUntilSafe(IReadOnlyCollection<int> partitions)
    {
        var clock = _context.TimeProvider;
        var start = clock.GetTimestamp();
        while (true)
        {
            var change = _holdings.Change;
            if (_holdings.AreSafe(partitions)) return;
            var left = Patience - clock.GetElapsedTime(start);
            try
            {
                if (left <= TimeSpan.Zero) throw new TimeoutException($"the epoch that holds them was not committed within {Patience}");
                _context.RequestEpoch();
                change.WaitAsync(left, clock, _pollStopping).GetAwaiter().GetResult();
            }
            catch (TimeoutException exception)
            {
                KafkaLog.NotCommitted(_context.Logger, _options.Topic, Name, exception);
                return;
            }
            catch (OperationCanceledException)
            {
                return; // the run has ended: nothing more becomes safe
            }
        }
    }

    /// <summary>Tells the group what is safe. While the group is being divided anew, that may be refused for a moment.</summary>
    /// <param name="isHopeless">Which errors stay.</param>
    private void TellPatiently(Func<Error, bool> isHopeless)
    {
        var clock = _context.TimeProvider;
        for (var start = clock.GetTimestamp(); TryTell() is { } failure;)
        {
            if (isHopeless(failure.Error) || clock.GetElapsedTime(start) >= _tellPatience)
            {
                KafkaLog.NotCommitted(_context.Logger, _options.Topic, Name, failure);
                return;
            }
            Task.Delay(_interval / 2, clock, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    /// <summary>Tells the group what is safe, if it hears.</summary>
    private KafkaException? TryTell()
    {
        lock (_telling)
        {
            var positions = _holdings.ToTell();
            if (positions.Count == 0) return null;
            try
            {
                Commit(positions);
                _holdings.NoteTold(positions);
                return null;
            }
            catch (KafkaException exception)
            {
                KafkaLog.NotTold(_context.Logger, _options.Topic, Name, exception);
                return exception;
            }
        }
    }

    private void Leave()
    {
        TellPatiently(static _ => false);
        _isLeaving = true;
        try
        {
            _connection.Consumer.Close();
        }
        catch (KafkaException exception)
        {
            KafkaLog.Client(_context.Logger, new(_options.Topic, SyslogLevel.Warning, nameof(Leave), exception.Message)); // it is forgotten
        }
    }

    private void Commit(IEnumerable<LogPosition> positions) => _connection.Consumer.Commit(
        positions.Select(position => new TopicPartitionOffset(_options.Topic, position.Partition, position.Offset)));

    private IReadOnlyCollection<LogPosition> FindPatiently(IReadOnlyCollection<TopicPartition> partitions)
    {
        for (var failures = 1; ; failures++)
        {
            _pollStopping.ThrowIfCancellationRequested();
            try
            {
                return Find(partitions);
            }
            catch (KafkaException exception)
            {
                _watch.NoteFailure(_connection.ProblemOf(exception.Error, exception));
            }
            catch (KafkaSourceException exception) when (!exception.IsLasting)
            {
                _watch.NoteFailure(exception);
            }
            var delay = _options.Reconnecting.DelayAfter(failures);
            Task.Delay(delay, _context.TimeProvider, _pollStopping).GetAwaiter().GetResult();
        }
    }

    /// <summary>What the group knows of partitions; where it knows nothing it is told where they begin, so that whoever is given them next
    /// begins there, too.</summary>
    private IReadOnlyCollection<LogPosition> Find(IReadOnlyCollection<TopicPartition> partitions)
    {
        var known = _connection.Consumer.Committed(partitions, _lookPatience);
        int[] unknown = [.. known.Where(position => position.Offset.Value < 0).Select(position => position.Partition.Value)];
        var starts = _connection.OffsetsAsync(unknown, _options.Start.Specification, _lookPatience).GetAwaiter().GetResult();
        LogPosition[] begun =
            [.. unknown.Select(partition => new LogPosition(partition, Math.Max(starts[partition], _options.Start.Offset)))];
        if (begun.Length > 0) Commit(begun);
        return
        [
            .. begun, .. known.Where(position => position.Offset.Value >= 0)
                .Select(position => new LogPosition(position.Partition.Value, position.Offset.Value)),
        ];
    }
}
