namespace LambdaSpeed.Logs;

/// <summary>Decides which message of a queue is leased next: who has what until when, and what is dealt with.</summary>
/// <remarks>Pure: no log, no clock, no lock; its owner has one.</remarks>
internal sealed class QueueLedger(LogQueueOptions options, AcknowledgedOffsets[] acknowledged)
{
    private readonly Dictionary<LogPosition, OutstandingLease> _outstanding = [];
    private readonly PriorityQueue<(LogPosition Position, LogLease Lease), long> _due = new(); // may hold leases that are over by now

    public int Outstanding => _outstanding.Count;

    public IReadOnlyList<AcknowledgedOffsets> Acknowledged => acknowledged;

    /// <summary>When the next lease ends or the next message may be leased again, in UTC ticks; null when nothing is outstanding.</summary>
    public long? NextDue
    {
        get
        {
            DropStale();
            return _due.TryPeek(out _, out var due) ? due : null;
        }
    }

    /// <summary>Whether another message of a partition may be leased.</summary>
    public bool MayLease(LogPosition next) =>
        _outstanding.Count < options.MaxOutstanding && next.Offset - acknowledged[next.Partition].Floor < options.MaxAhead;

    /// <summary>A message that was leased before and is to be leased again by now; null when there is none.</summary>
    public LogLease? TryLeaseAgain(long now)
    {
        DropStale();
        if (!_due.TryPeek(out var next, out var due) || due > now) return null;

        _due.Dequeue();
        var lease = next.Lease.Again();
        _outstanding[next.Position].Lease = lease;
        Lend(lease, now);
        return lease;
    }

    /// <summary>Leases a message that was just read; false when it is dealt with already.</summary>
    public bool TryLease(LogLease lease, long now)
    {
        if (acknowledged[lease.Position.Partition].Contains(lease.Position.Offset)) return false;

        _outstanding.Add(lease.Position, new OutstandingLease(lease));
        Lend(lease, now);
        return true;
    }

    /// <summary>Notes that a message is dealt with, whoever has it by now; false when it was before.</summary>
    public bool Acknowledge(LogPosition position)
    {
        _outstanding.Remove(position);
        return acknowledged[position.Partition].Add(position.Offset);
    }

    /// <summary>Gives a message back, to be leased again from a time on; false when another has it by now, or it is dealt with.</summary>
    public bool Release(LogLease lease, long from)
    {
        if (!_outstanding.TryGetValue(lease.Position, out var outstanding) || outstanding.Lease != lease) return false;

        outstanding.Due = from;
        _due.Enqueue((lease.Position, lease), from);
        return true;
    }

    private void Lend(LogLease lease, long now)
    {
        var outstanding = _outstanding[lease.Position];
        outstanding.Due = now + options.LeaseTime.Ticks;
        _due.Enqueue((lease.Position, lease), outstanding.Due);
    }

    private void DropStale()
    {
        while (_due.TryPeek(out var next, out var due))
        {
            var isKnown = _outstanding.TryGetValue(next.Position, out var outstanding);
            if (isKnown && outstanding!.Lease == next.Lease && outstanding.Due == due) return;
            _due.Dequeue();
        }
    }
}
