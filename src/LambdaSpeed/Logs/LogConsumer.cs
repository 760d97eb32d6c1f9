using System.Diagnostics;
using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <summary>A named reader of a log that remembers how far it has got, also across restarts.</summary>
/// <remarks>Safe for use by several threads. Replay: what was read and not committed is read again after a restart.</remarks>
[DebuggerDisplay("{Name}")]
public sealed class LogConsumer : IDisposable
{
    private readonly ReplayLog _log;
    private readonly ConsumerState _state;
    private int _isDisposed; // 1 once disposed

    internal LogConsumer(ReplayLog log, ConsumerState state)
    {
        _log = log;
        _state = state;
        state.BeginAt([.. Enumerable.Range(0, log.PartitionCount).Select(log.FirstOffset)]);
    }

    /// <summary>Its name.</summary>
    public string Name => _state.Name;

    /// <summary>The offset it reads next in a partition, as it committed; null where it has not committed yet.</summary>
    /// <param name="partition">The partition, from 0.</param>
    public long? CommittedOffset(int partition) => _state.OffsetOf(_log.PartitionAt(partition).Index);

    /// <summary>Opens a reader of a partition where the consumer has got to, or at its first record when it has not committed
    /// yet.</summary>
    /// <remarks>What was there when a new consumer was opened, retention keeps as long as it is open; and for good once it has
    /// committed.</remarks>
    /// <param name="partition">The partition, from 0.</param>
    /// <exception cref="LogPositionException">Retention has deleted that part.</exception>
    public LogReader OpenReader(int partition) => _log.OpenReader(partition, LogStart.Stored(Name));

    /// <summary>Remembers, durably when the call returns, that everything before a position is dealt with.</summary>
    /// <param name="next">The position of the record to read next: one behind the last that is dealt with.</param>
    /// <exception cref="LogPositionException">The partition ends before it.</exception>
    /// <exception cref="LogWriteException">The records before it could not be made durable.</exception>
    /// <exception cref="IOException">It could not be saved; the consumer may be where it was, or there.</exception>
    public void Commit(LogPosition next) => Commit([next]);

    /// <summary>Remembers, durably when the call returns, positions of several partitions; all of them or none.</summary>
    /// <param name="next">The positions of the records to read next.</param>
    /// <exception cref="IOException">They could not be saved.</exception>
    public void Commit(IReadOnlyCollection<LogPosition> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) == 1, this);
        foreach (var position in next)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position.Offset, nameof(next));
            var partition = _log.PartitionAt(position.Partition);
            partition.Sync(position.Offset, partition.Generation); // a record must not be lost that is dealt with
        }
        _state.Save(next);
    }

    /// <summary>Remembers a position durably, without holding up the caller.</summary>
    /// <param name="next">The position of the record to read next.</param>
    /// <exception cref="IOException">It could not be saved.</exception>
    public ValueTask CommitAsync(LogPosition next) => new(Task.Run(() => Commit(next)));

    /// <summary>Gives the consumer free; its readers go on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0) _log.Consumers.Close(_state);
    }
}
