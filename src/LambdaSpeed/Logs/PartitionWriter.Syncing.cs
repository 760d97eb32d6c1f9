using LambdaSpeed.Diagnostics;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Logs;

/// <content>Making records durable: leader and followers, and what happens when the disk fails.</content>
internal sealed partial class PartitionWriter
{
    private readonly List<long> _withdrawals = []; // by generation: the offset that was durable when all behind it was withdrawn
    private readonly DurabilityQueue _waiting = new();
    private long _durable;                 // the offset before which all is durable; written under the gate, read anywhere
    private long _durableBytes;            // up to where the active file is durable; under the gate
    private bool _isSyncing;               // whether a leader is syncing, outside of the gate
    private LogWriteException? _unreported; // a withdrawal of which no appender was told; the next one is

    public override int Generation
    {
        get
        {
            lock (_gate) return _withdrawals.Count;
        }
    }

    public long DurableOffset => Volatile.Read(ref _durable);

    public override bool IsWithdrawn(int generation, long offset)
    {
        lock (_gate) return WithdrawnSince(generation, offset);
    }

    public override void Sync(long offset, int generation)
    {
        IStorageFile file;
        long target, targetBytes;
        lock (_gate)
        {
            while (true)
            {
                if (WithdrawnSince(generation, offset)) throw WithdrawnBefore(offset);
                if (_durable >= offset) return;

                if (offset > _next) throw LogPositionException.BeyondEnd(new LogPosition(Index, offset), FirstOffset, _next);
                if (!_isSyncing) break;
                Monitor.Wait(_gate); // the leader is syncing: either that is enough, or one of those who wait leads the next one
            }
            FlushFor(offset);
            _isSyncing = true;
            (file, target, targetBytes) = (_file, _readable, _active.ReadableBytes);
        }
        Ring(Lead(file, target, targetBytes));
    }

    /// <summary>Makes all that was appended durable, for one who tells the appenders when that fails.</summary>
    /// <exception cref="LogWriteException">It failed; or it had failed before, and nobody was told.</exception>
    public void SyncAll()
    {
        long end;
        int generation;
        lock (_gate)
        {
            ThrowUnreported();
            (end, generation) = (_next, _withdrawals.Count);
        }
        try
        {
            Sync(end, generation);
        }
        catch (LogWriteException)
        {
            lock (_gate) _unreported = null;
            throw;
        }
    }

    /// <summary>Makes a record durable without holding up the caller.</summary>
    /// <param name="position">The record.</param>
    /// <param name="generation">The generation in which it was appended.</param>
    /// <param name="answer">What the caller is told when it is durable.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<LogPosition> SyncAsync(
        LogPosition position, int generation, LogPosition answer, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (WithdrawnSince(generation, position.Offset + 1)) throw WithdrawnBefore(position.Offset + 1);
            if (_durable > position.Offset) return new ValueTask<LogPosition>(answer);

            RequireOpen();
            if (position.Offset >= _next) throw LogPositionException.BeyondEnd(position, FirstOffset, _next);
            var wait = _waiting.Add(position, answer, cancellationToken);
            if (_waiting.TryStart()) ThreadPool.UnsafeQueueUserWorkItem(static writer => writer.SyncWaiting(), this, preferLocal: false);
            return wait;
        }
    }

    /// <summary>Writes what is there before a sync. What the disk has no room for is left for later, unless the sync is asked for it: a
    /// reader has read what is in the file, and must not wait for what is not.</summary>
    private void FlushFor(long offset)
    {
        try
        {
            Flush();
        }
        catch (LogWriteException) when (offset <= _readable)
        {
            // kept, and tried again by the timer and by whoever appends or syncs next
        }
    }

    private bool WithdrawnSince(int generation, long offset)
    {
        for (var i = generation; i < _withdrawals.Count; i++)
        {
            if (_withdrawals[i] < offset) return true;
        }
        return false;
    }

    private LogWriteException WithdrawnBefore(long offset) => LogWriteException.Withdrawn(new LogPosition(Index, offset - 1), _durable);

    private ReaderBell[] Lead(IStorageFile file, long target, long targetBytes)
    {
        IOException? failure = null;
        try
        {
            file.Sync();
        }
        catch (IOException exception)
        {
            failure = exception;
        }

        LogWriteException? error = null;
        ReaderBell[] due;
        lock (_gate)
        {
            _isSyncing = false;
            if (failure is null) SetDurable(target, targetBytes);
            else error = Withdraw(failure);
            due = ArmAndTakeDue();
            Monitor.PulseAll(_gate);
        }
        if (error is null) return due;

        Ring(due);
        throw error;
    }

    private void SetDurable(long offset, long bytes)
    {
        Volatile.Write(ref _durable, offset);
        _durableBytes = bytes;
        _waiting.Complete(offset);
    }

    /// <summary>After a failed sync nobody knows what the file holds behind the durable place: it ends there, and the offsets behind it
    /// are given again in a new file.</summary>
    private LogWriteException Withdraw(IOException cause)
    {
        var error = LogWriteException.NotDurable(Index, _durable, _next, cause);
        LogMessages.RecordsWithdrawn(_logger, Index, _durable, _next, cause);
        _withdrawals.Add(_durable);
        _buffer.Clear();
        _plainRoom = 0;
        _index.CutAt(_durableBytes);
        _next = _durable;
        Volatile.Write(ref _readable, _durable);
        _active.ReadableBytes = _durableBytes;
        _mustRoll = true;
        if (!_options.Durability.SyncsAppends) _unreported = error;
        _waiting.Fail(error);
        return error;
    }

    private void ThrowUnreported()
    {
        if (_unreported is not { } unreported) return;

        _unreported = null;
        throw LogWriteException.Reported(unreported);
    }

    /// <summary>On the thread pool: syncs as long as anyone waits.</summary>
    private void SyncWaiting()
    {
        while (true)
        {
            var generation = Generation; // before the target: what is withdrawn in between must not look like offsets of the future
            if (_waiting.NextTarget() is not { } target) return;
            try
            {
                Sync(target, generation);
            }
            catch (LogWriteException exception) when (exception.IsWithdrawn)
            {
                // whoever waited for that was told; those who have come since wait for something else
            }
            catch (Exception exception)
            {
                lock (_gate) _waiting.Fail(exception);
            }
        }
    }
}
