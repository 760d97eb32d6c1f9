using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>Drives the epochs of a run: begins them by interval or on demand, and publishes them when all tasks have
/// acknowledged.</summary>
/// <remarks>Costs nothing while no tuples flow: the timer is armed by the first activity of an epoch. Safe from any thread.</remarks>
internal sealed class EpochClock : IDisposable
{
    private readonly Lock _gate = new();
    private readonly EpochCoordinator _coordinator;
    private readonly EpochPublication _publication;
    private readonly Action<EpochId> _sendBarriers; // asks every live spout task for the barrier; called under the gate
    private readonly Action<Exception> _fail;       // told of a broken law that the timer met
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private bool _isArmed;  // the timer will fire
    private bool _isWanted; // somebody waits for the epoch after the ending one
    private bool _isClosed; // the run has ended: nothing more is published; guarded by the gate

    public EpochClock(
        int tasks,
        EpochPublication publication,
        TimeProvider timeProvider,
        TimeSpan interval,
        Action<EpochId> sendBarriers,
        Action<Exception> fail)
    {
        _coordinator = new EpochCoordinator(tasks, publication.Published.Next);
        _publication = publication;
        _sendBarriers = sendBarriers;
        _fail = fail;
        _interval = interval;
        _timer = timeProvider.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Epochs published so far.</summary>
    public long Completed => _publication.Published.Number;

    /// <summary>Something happened in the open epoch: it is to be published after the interval.</summary>
    public void NoteActivity()
    {
        lock (_gate)
        {
            if (_isArmed || _isClosed) return;
            _isArmed = true;
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends the open epoch now; the answer is the epoch that, once published, holds all that has happened so far.</summary>
    public EpochId Request()
    {
        lock (_gate)
        {
            if (_coordinator.HasEnded) return _publication.Published;
            if (_isClosed) return _coordinator.Current; // will never be published: whoever waits for it is told why
            if (_coordinator.IsEnding)
            {
                _isWanted = true;
                return _coordinator.Current.Next;
            }
            Begin();
            return _coordinator.Current;
        }
    }

    public void Acknowledge(int task, EpochId epoch)
    {
        lock (_gate)
        {
            if (!_isClosed && _coordinator.Acknowledge(task, epoch)) Complete(epoch);
        }
    }

    /// <summary>A task takes no further part; with the last one the rest is published.</summary>
    public void EndTask(int task)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            var ending = _coordinator.Current;
            if (_coordinator.End(task)) Complete(ending);
            if (_coordinator.HasEnded) _publication.Publish(_coordinator.Current);
        }
    }

    public void Dispose()
    {
        lock (_gate) _isClosed = true;
        _timer.Dispose();
    }

    private void OnTimer()
    {
        try
        {
            lock (_gate)
            {
                _isArmed = false;
                if (_isClosed) return;
                if (_coordinator.IsEnding) _isWanted = true;
                else Begin();
            }
        }
        catch (Exception exception)
        {
            _fail(exception); // on a timer's thread it would end the process
        }
    }

    private void Begin()
    {
        if (_coordinator.TryBegin(out var epoch)) _sendBarriers(epoch);
    }

    private void Complete(EpochId epoch)
    {
        _publication.Publish(epoch);
        if (!_isWanted) return;
        _isWanted = false;
        Begin();
    }
}
