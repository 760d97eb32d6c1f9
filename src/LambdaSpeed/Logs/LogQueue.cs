using System.Diagnostics;
using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <summary>A log as a queue of work: each record is a message that one of several competing workers deals with.</summary>
/// <remarks>
/// <para>At least once: a message is leased to one worker at a time; when that one gives it back, or lets the lease run out, another gets
/// it. A message that was acknowledged is gone, also after a crash. There is no order between messages that are outstanding
/// together.</para>
/// <para>Safe for use by several threads, in one process: a queue's name belongs to one process at a time. Other consumers of the log do
/// not notice it; retention waits for it.</para>
/// </remarks>
[DebuggerDisplay("{Name}: {Outstanding} outstanding")]
public sealed partial class LogQueue : IDisposable
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();
    private readonly ReplayLog _log;
    private readonly ConsumerState _state;
    private readonly TimeProvider _timeProvider;
    private readonly QueueLedger _ledger; // under the gate
    private readonly LogReader[] _readers; // by partition; under the gate
    private int _turn;        // the partition that is looked at first; under the gate
    private bool _isDisposed; // set once, under the gate

    internal LogQueue(ReplayLog log, ConsumerState state, TimeProvider timeProvider, LogQueueOptions options)
    {
        _log = log;
        _state = state;
        _timeProvider = timeProvider;
        var acknowledged = QueueProgress.Load(state, log);
        _ledger = new QueueLedger(options, acknowledged);
        _readers = new LogReader[acknowledged.Length];
        _waits = new QueueWaits(timeProvider, Wake);
        _saver = new SharedSave(Save);
        try
        {
            for (var i = 0; i < _readers.Length; i++)
            {
                _readers[i] = log.OpenReader(i, LogStart.At(new LogPosition(i, acknowledged[i].Floor)));
                _readers[i].WakeBy(Wake);
            }
            Save(); // a new queue holds retention from now on
        }
        catch
        {
            foreach (var reader in _readers) reader?.Dispose();
            _waits.Dispose();
            throw;
        }
    }

    /// <summary>Its name, which is that of a consumer of the log.</summary>
    public string Name => _state.Name;

    /// <summary>How many messages are leased, or wait to be leased again.</summary>
    public int Outstanding
    {
        get
        {
            lock (_gate) return _ledger.Outstanding;
        }
    }

    /// <summary>Leases the next message, if there is one now.</summary>
    /// <returns>The message; null when there is none, or when as many are outstanding as the options allow.</returns>
    /// <exception cref="LogCorruptionException">The log is damaged there.</exception>
    /// <exception cref="LogPositionException">Retention was allowed to pass the queue, or records were withdrawn: open it
    /// again.</exception>
    public LogLease? TryLease()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var now = _timeProvider.GetUtcNow().UtcTicks;
            return _ledger.TryLeaseAgain(now) ?? LeaseNew(now);
        }
    }

    /// <summary>Leases the next message; waits for one.</summary>
    /// <param name="cancellationToken">Gives the wait up.</param>
    /// <inheritdoc cref="TryLease"/>
    public async ValueTask<LogLease> LeaseAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var more = _waits.More; // before looking: what comes after that is not missed
            if (TryLease() is { } lease) return lease;
            if (!TryLieDown()) continue;
            await more.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says that a message is dealt with; returns when that is durable. All that wait at the same time share the saving.</summary>
    /// <param name="lease">The message, whether its lease has run out or not.</param>
    /// <returns>Whether it was not acknowledged before.</returns>
    /// <exception cref="ArgumentException">It is of another queue.</exception>
    /// <exception cref="IOException">It could not be saved; the message counts as dealt with until a crash.</exception>
    /// <exception cref="LogWriteException">The message itself could not be made durable, so its acknowledgement is not saved. When it was
    /// withdrawn, open the queue again.</exception>
    public async ValueTask<bool> AcknowledgeAsync(LogLease lease)
    {
        var isNew = Acknowledge(lease);
        await _saver.SaveAsync().ConfigureAwait(false);
        return isNew;
    }

    /// <summary>Gives a message back undone.</summary>
    /// <param name="lease">The message.</param>
    /// <param name="delay">How long nobody shall get it, at most 30 days; null for at once.</param>
    /// <exception cref="ArgumentException">It is of another queue.</exception>
    /// <returns>Whether it was still this lease's to give: false when it had run out and another has it, or it is dealt with.</returns>
    public bool Release(LogLease lease, TimeSpan? delay = null)
    {
        RequireOwn(lease);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay ?? TimeSpan.Zero, TimeSpan.Zero, nameof(delay));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay ?? TimeSpan.Zero, LongestDelay, nameof(delay));
        bool isOwn;
        lock (_gate) isOwn = _ledger.Release(lease, _timeProvider.GetUtcNow().UtcTicks + (delay?.Ticks ?? 0));
        if (isOwn) Wake();
        return isOwn;
    }

    private bool Acknowledge(LogLease lease)
    {
        RequireOwn(lease);
        bool isNew;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            isNew = _ledger.Acknowledge(lease.Position);
        }
        if (isNew) Wake(); // there may be room for another one
        return isNew;
    }

    /// <summary>A position alone says nothing of the queue, and what is acknowledged here is gone here.</summary>
    private void RequireOwn(LogLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        if (lease.Queue == (_log.Id, Name)) return;
        throw new ArgumentException(
            $"Message {lease.Position} was leased from queue '{lease.Queue.Name}' of log {lease.Queue.Log}, and this is queue '{Name}' " +
            $"of log {_log.Id}. Remedy: give it back to the queue that it comes from.", nameof(lease));
    }

    private LogLease? LeaseNew(long now)
    {
        for (var i = 0; i < _readers.Length; i++)
        {
            var reader = _readers[(_turn + i) % _readers.Length];
            while (_ledger.MayLease(new LogPosition(reader.Partition, reader.NextOffset)) && reader.TryRead(out var record))
            {
                var lease = new LogLease(record, (_log.Id, Name));
                if (!_ledger.TryLease(lease, now)) continue;

                _turn = (reader.Partition + 1) % _readers.Length;
                return lease;
            }
        }
        return null;
    }
}
