namespace LambdaSpeed.Logs;

/// <summary>Those who wait, without a thread, for their record to become durable.</summary>
internal sealed class DurabilityQueue
{
    private readonly Lock _gate = new();
    private readonly List<DurabilityWaiter> _waiters = []; // in no particular order
    private bool _isRunning;                               // whether somebody syncs for them

    /// <summary>Adds one.</summary>
    /// <param name="position">The record that is to become durable.</param>
    /// <param name="answer">What the waiter is told when it is.</param>
    /// <param name="cancellationToken">Gives the wait up.</param>
    public ValueTask<LogPosition> Add(LogPosition position, LogPosition answer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<LogPosition>(cancellationToken);

        var waiter = DurabilityWaiter.Rent(this, position, answer);
        lock (_gate) _waiters.Add(waiter);
        return waiter.Answer(cancellationToken);
    }

    /// <summary>Whether nobody syncs for the waiters yet; the caller does from now on, until <see cref="NextTarget"/> answers
    /// null.</summary>
    public bool TryStart()
    {
        lock (_gate)
        {
            if (_isRunning || _waiters.Count == 0) return false;
            return _isRunning = true;
        }
    }

    /// <summary>Up to where to sync so that all who wait now are served; null when nobody waits.</summary>
    public long? NextTarget()
    {
        lock (_gate)
        {
            if (_waiters.Count == 0)
            {
                _isRunning = false;
                return null;
            }
            var target = 0L;
            foreach (var waiter in _waiters) target = Math.Max(target, waiter.Position.Offset + 1);
            return target;
        }
    }

    /// <summary>Answers all whose record lies before an offset.</summary>
    public void Complete(long durableOffset)
    {
        foreach (var waiter in Take(waiter => waiter.Position.Offset < durableOffset)) waiter.Complete();
    }

    /// <summary>Answers all with an error.</summary>
    public void Fail(Exception error)
    {
        foreach (var waiter in Take(_ => true)) waiter.Fail(error);
    }

    /// <summary>Takes out one who does not wait any more; false when it is being answered.</summary>
    public bool Remove(DurabilityWaiter waiter)
    {
        lock (_gate) return _waiters.Remove(waiter);
    }

    private List<DurabilityWaiter> Take(Predicate<DurabilityWaiter> isMeant)
    {
        lock (_gate)
        {
            if (_waiters.Count == 0) return [];
            var taken = _waiters.FindAll(isMeant);
            _waiters.RemoveAll(isMeant);
            return taken;
        }
    }
}
