using LambdaSpeed.Diagnostics;

namespace LambdaSpeed.Logs;

/// <content>When records are written and synced unasked, and who is woken by that.</content>
internal sealed partial class PartitionWriter
{
    /// <summary>How long a record may stay in memory before it is handed to the kernel.</summary>
    private static readonly TimeSpan WriteDelay = TimeSpan.FromMilliseconds(5);

    private readonly ITimer _flushTimer;
    private readonly ITimer _syncTimer;
    private readonly List<ReaderBell> _idle = []; // readers that wait for more; under the gate
    private bool _isFlushArmed;                   // whether the timer will write what is in the buffer; under the gate
    private bool _isSyncArmed;                    // whether the timer will sync; under the gate

    public override bool TryLieDown(ReaderBell bell, LogSegment segment, long seenBytes)
    {
        ReaderBell[] others;
        bool isIdle;
        lock (_gate)
        {
            others = TryFlush();
            bell.Segment = segment;
            bell.SeenBytes = seenBytes;
            isIdle = !bell.IsDue;
            if (isIdle && !bell.IsIdle) _idle.Add(bell);
            if (isIdle) _plainRoom = 0;
            bell.IsIdle |= isIdle;
        }
        Ring(others);
        return isIdle;
    }

    public override void GetUp(ReaderBell bell)
    {
        lock (_gate)
        {
            if (bell.IsIdle) _idle.Remove(bell);
            bell.IsIdle = false;
        }
    }

    /// <summary>After an append: written at once when a reader waits for it, else within a moment.</summary>
    private ReaderBell[] Appended()
    {
        if (_idle.Count > 0) return TryFlush();

        Arm();
        return [];
    }

    private ReaderBell[] ArmAndTakeDue()
    {
        Arm();
        if (_idle.Count == 0) return [];

        var due = _idle.FindAll(bell => bell.IsDue).ToArray();
        _idle.RemoveAll(bell => bell.IsDue);
        foreach (var bell in due) bell.IsIdle = false;
        return due;
    }

    private void Arm()
    {
        if (_isClosed || _options.Durability.SyncsAppends) return;

        if (!_isFlushArmed && _buffer.Bytes > 0)
        {
            _isFlushArmed = true;
            _flushTimer.Change(WriteDelay, Timeout.InfiniteTimeSpan);
        }
        if (!_isSyncArmed && _durable < _next && _options.Durability.SyncInterval is { } interval)
        {
            _isSyncArmed = true;
            _syncTimer.Change(interval, Timeout.InfiniteTimeSpan);
        }
    }

    private ITimer NewTimer(Action<PartitionWriter> act) => _options.TimeProvider.CreateTimer(
        static state =>
        {
            var (writer, act) = ((PartitionWriter, Action<PartitionWriter>))state!;
            act(writer);
        },
        (this, act), Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private void FlushInTime()
    {
        ReaderBell[] due;
        lock (_gate)
        {
            _isFlushArmed = false;
            due = TryFlush();
        }
        Ring(due);
    }

    private void SyncInTime()
    {
        long end;
        int generation;
        lock (_gate)
        {
            _isSyncArmed = false;
            if (_isClosed) return;
            (end, generation) = (_next, _withdrawals.Count);
        }
        try
        {
            Sync(end, generation);
        }
        catch (LogWriteException exception)
        {
            // a withdrawal is told to the next appender; a failed write is tried again
            lock (_gate)
            {
                LogMessages.WriteDelayed(_logger, Index, _buffer.Bytes, exception);
                Arm();
            }
        }
    }
}
