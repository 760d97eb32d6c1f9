using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>Drives the epochs of a run: begins them by interval, by count or on demand, has them committed when all tasks have
/// acknowledged, and publishes what is committed.</summary>
/// <remarks>Costs nothing while no tuples flow: the timer is armed by the first activity of an epoch. Safe from any thread.</remarks>
internal sealed class EpochClock : IDisposable
{
    private readonly Lock _gate = new();
    private readonly EpochCoordinator _coordinator;
    private readonly PositionLedger _positions = new();
    private readonly EpochPublication _publication;
    private readonly IEpochEvents _events;
    private readonly TimeSpan _interval;
    private readonly long _most; // tuples of an epoch; 0 when there is no bound
    private readonly long _mostBytes; // bytes that they are made of; likewise
    private readonly ITimer _timer;
    private readonly CutPacer _cuts;
    private readonly TimeProvider _timeProvider;
    private readonly ITimer _cutTimer;
    private long _tuples;   // of the open epoch so far, about; any thread
    private long _bytes;    // that they are made of; likewise
    private bool _isArmed;  // the timer will fire
    private bool _isCutWanted; // the next epoch that begins to end is to end the slices too
    private bool _isWanted; // somebody waits for the epoch after the one that is ending or being committed
    private bool _areSpoutsHeld; // until the epoch before the open one is committed
    private bool _isLastTaken; // every task has ended, and the epoch after which there is none is being committed
    private bool _isClosed; // the run has ended: nothing more is published; guarded by the gate

    public EpochClock(
        int tasks, EpochPublication publication, TimeProvider timeProvider, TimeSpan interval, long? most, IEpochEvents events,
        long? mostBytes = null, CutSchedule? cuts = null)
    {
        _cuts = new CutPacer(cuts);
        _timeProvider = timeProvider;
        _cutTimer = timeProvider.CreateTimer(_ => OnCutTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _most = most ?? 0;
        _mostBytes = mostBytes ?? 0;
        _coordinator = new EpochCoordinator(tasks, publication.Published.Next);
        _publication = publication;
        _events = events;
        _interval = interval;
        _timer = timeProvider.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The tasks run: cuts that are due at some time are made from now on.</summary>
    /// <param name="newest">When the newest cut was made; null when there is none.</param>
    public void StartCutting(DateTimeOffset? newest)
    {
        lock (_gate)
        {
            var now = _timeProvider.GetUtcNow();
            _cuts.BeginAfter(newest ?? now);
            if (!_isClosed && _cuts.WaitFrom(now) is { } wait) _cutTimer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Something happened in the open epoch: it is to be published after the interval.</summary>
    public void NoteActivity()
    {
        lock (_gate)
        {
            _cuts.NoteActivity();
            if (_isArmed || _isClosed) return;
            _isArmed = true;
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A spout has emitted some tuples, made of some bytes: with the last ones that an epoch may hold it ends.</summary>
    public void NoteTuples(int count, long bytes = 0)
    {
        if (_cuts.CountsTuples) _cuts.NoteTuples(count);
        var isFull = _most > 0 && Interlocked.Add(ref _tuples, count) >= _most;
        isFull |= _mostBytes > 0 && Interlocked.Add(ref _bytes, bytes) >= _mostBytes;
        if (!isFull) return;
        lock (_gate)
        {
            if (!_isClosed && IsFull) EndOpen();
        }
    }

    /// <summary>An epoch has changed as much as there is memory for: it ends. While the one before is not committed, so that it may not
    /// end yet, the spouts read nothing.</summary>
    public void NoteFull(EpochId epoch)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            if (epoch == _coordinator.Current) // or its barrier is on the way to whoever says so
            {
                if (_coordinator.Phase == EpochPhase.Open) EndOpen();
                return;
            }
            _isWanted = true;
            HoldSpouts(true);
        }
    }

    /// <summary>Ends the open epoch now; the answer is the epoch that, once published, holds all that has happened so far.</summary>
    public EpochId Request()
    {
        lock (_gate)
        {
            if (_isLastTaken) return _coordinator.Phase == EpochPhase.Open ? _publication.Published : _coordinator.Current;
            if (_coordinator.Phase != EpochPhase.Open) // what came behind its barrier is not in it
            {
                _isWanted = true;
                return _coordinator.Current.Next;
            }
            if (!_isClosed) Begin(); // else it will never be published: whoever waits for it is told why
            return _coordinator.Current;
        }
    }

    /// <summary>Ends the open epoch now, as one that is captured whole after the call; null when there will be none any more.</summary>
    /// <param name="endsSlices">Does it end the views' slices? Who asks at the same time shares the cut.</param>
    public EpochId? RequestNew(bool endsSlices)
    {
        lock (_gate)
        {
            if (_isLastTaken || _isClosed) return null;
            _isCutWanted |= endsSlices;
            if (_coordinator.Phase == EpochPhase.Open)
            {
                Begin();
                return _coordinator.Current;
            }
            _isWanted = true;
            return _coordinator.Current.Next;
        }
    }

    /// <summary>A task has passed the epoch's barrier.</summary>
    /// <param name="task">The task.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="positions">Where a spout's task goes on reading; null for other tasks, and for sources without positions.</param>
    public void Acknowledge(int task, EpochId epoch, SpoutPositions? positions)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            if (positions is not null) _positions.Note(task, positions);
            if (_coordinator.Acknowledge(task, epoch)) Commit();
        }
    }

    /// <summary>A task takes no further part; with the last one the rest is committed and published.</summary>
    public void EndTask(int task, SpoutPositions? positions)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            var isBehindBarrier = _coordinator.Phase == EpochPhase.Ending && !_coordinator.Owes(task);
            if (positions is not null && isBehindBarrier) _positions.NoteBehindBarrier(task, positions);
            else if (positions is not null) _positions.Note(task, positions);
            if (_coordinator.End(task)) Commit();
            else CommitLast();
        }
    }

    /// <summary>The epoch is durable: publishes it.</summary>
    public void Committed(EpochId epoch)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _coordinator.Committed(epoch);
            var isLast = _coordinator.HasEnded && _isLastTaken;
            _publication.Publish(epoch);
            if (isLast) _events.LastPublished();
            else if (!CommitLast() && _isWanted) Begin();
            HoldSpouts(false);
        }
    }

    public void Dispose()
    {
        lock (_gate) _isClosed = true;
        _timer.Dispose();
        _cutTimer.Dispose();
    }

    private bool IsFull =>
        (_most > 0 && Volatile.Read(ref _tuples) >= _most) || (_mostBytes > 0 && Volatile.Read(ref _bytes) >= _mostBytes);

    private void OnTimer()
    {
        try
        {
            lock (_gate)
            {
                _isArmed = false;
                if (!_isClosed) EndOpen();
            }
        }
        catch (Exception exception)
        {
            _events.Fail(exception); // on a timer's thread it would end the process
        }
    }

    private void OnCutTimer()
    {
        try
        {
            lock (_gate)
            {
                if (_isClosed) return;
                var now = _timeProvider.GetUtcNow();
                if (_cuts.TakeDue(now, out var hasNews))
                {
                    _isCutWanted |= hasNews;
                    if (hasNews) EndOpen();
                    _events.TendSlices();
                }
                if (_cuts.WaitFrom(now) is { } wait) _cutTimer.Change(wait, Timeout.InfiniteTimeSpan);
            }
        }
        catch (Exception exception)
        {
            _events.Fail(exception);
        }
    }

    /// <summary>Ends the open epoch now, or as soon as the one before is committed.</summary>
    private void EndOpen()
    {
        Volatile.Write(ref _tuples, 0);
        Volatile.Write(ref _bytes, 0);
        if (_coordinator.Phase == EpochPhase.Open) Begin();
        else _isWanted = true;
    }

    private void Begin()
    {
        _isWanted = false;
        if (!_coordinator.TryBegin(out var epoch)) return;
        _isCutWanted |= _cuts.CountEpoch();
        EndSlicesIfWanted(epoch);
        _events.SendBarriers(epoch);
    }

    private void EndSlicesIfWanted(EpochId epoch)
    {
        if (!_isCutWanted) return;
        _isCutWanted = false;
        _cuts.Restart();
        _events.EndSlices(epoch);
    }

    private void HoldSpouts(bool areHeld)
    {
        if (_areSpoutsHeld == areHeld) return;
        _areSpoutsHeld = areHeld;
        _events.HoldSpouts(HoldReason.FullEpoch, areHeld);
    }

    private bool CommitLast()
    {
        if (!_coordinator.TryBeginLast()) return false;
        _isLastTaken = true;
        EndSlicesIfWanted(_coordinator.Current);
        Commit();
        return true;
    }

    private void Commit() => _events.Commit(_coordinator.Current, _positions.Take());
}
