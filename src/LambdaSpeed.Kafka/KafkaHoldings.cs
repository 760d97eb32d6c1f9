namespace LambdaSpeed.Kafka;

/// <summary>The partitions of a member of a group: which are held, how far each is emitted, how much of that is safe, and what of it the
/// group knows.</summary>
/// <remarks>
/// <para>A position is safe once the epoch behind the one that holds it is committed: then the outputs have arrived, and the member is not
/// needed any more for what lies before.</para>
/// <para>Safe from any thread. The task holds the gate (<see cref="Enter"/>) while it emits: nothing of a partition is emitted after
/// <see cref="BeginLeaving"/> has returned.</para>
/// </remarks>
/// <param name="isOfTask">Which positions of a checkpoint the task keeps, before it is given partitions.</param>
internal sealed class KafkaHoldings(Func<int, bool> isOfTask)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, KafkaHolding> _holdings = []; // by partition: held, or known from before; under the gate
    private Dictionary<int, long> _committed = []; // by partition, where the newest committed epoch ended; under the gate
    private Dictionary<int, long> _safe = [];      // the same of the epoch before; under the gate
    private bool _wasAssigned; // whether the group has given partitions, or none; under the gate
    private bool _hasEmitted;  // since the positions were captured last; under the gate
    private TaskCompletionSource _change = NewChange(); // completes with the next change; under the gate

    /// <summary>Completes when more is safe, or partitions have come.</summary>
    public Task Change
    {
        get
        {
            lock (_gate) return _change.Task;
        }
    }

    /// <summary>Does the group not know all that was emitted?</summary>
    public bool OwesPositions
    {
        get
        {
            lock (_gate) return Held().Any(pair => pair.Value.Next > pair.Value.Told);
        }
    }

    /// <summary>Is an epoch needed so that more is safe, and will none come by itself?</summary>
    public bool NeedsEpoch
    {
        get
        {
            lock (_gate) return !_hasEmitted && Held().Any(pair => !IsSafe(pair.Key, pair.Value));
        }
    }

    /// <summary>Keeps others out until the scope is disposed.</summary>
    public Lock.Scope Enter() => _gate.EnterScope();

    /// <summary>May a message be emitted? If so, it is from now on. Within <see cref="Enter"/>.</summary>
    public bool TryAdvance(int partition, long offset)
    {
        if (!_holdings.TryGetValue(partition, out var holding) || !holding.IsHeld || holding.IsLeaving) return false;
        if (offset < holding.Next) return false;

        holding.Next = offset + 1;
        _hasEmitted = true;
        return true;
    }

    /// <summary>The offset that is emitted next; negative for partitions that are not held.</summary>
    public long PositionOf(int partition)
    {
        lock (_gate) return _holdings.TryGetValue(partition, out var holding) && holding.IsHeld ? holding.Next : -1;
    }

    /// <summary>Adds where the member stands in what it holds; before it was given anything, in what its checkpoint knew.</summary>
    public void Capture(ICollection<LogPosition> positions)
    {
        lock (_gate)
        {
            _hasEmitted = false;
            foreach (var (partition, holding) in _holdings)
            {
                if (holding.IsHeld || (!_wasAssigned && isOfTask(partition))) positions.Add(new(partition, holding.Next));
            }
        }
    }

    /// <summary>What a checkpoint knows.</summary>
    public void Restore(IEnumerable<LogPosition> positions)
    {
        lock (_gate)
        {
            foreach (var position in positions)
            {
                var holding = Of(position.Partition);
                holding.Next = Math.Max(holding.Next, position.Offset);
            }
        }
    }

    /// <summary>An epoch is committed: what the one before it held is safe.</summary>
    public void NoteCommitted(IEnumerable<LogPosition> positions)
    {
        lock (_gate)
        {
            _safe = _committed;
            _committed = positions.ToDictionary(position => position.Partition, position => position.Offset);
            Signal();
        }
    }

    /// <summary>The group has given partitions, whose positions it knows, or were found: the answer is where to begin.</summary>
    /// <param name="told">By partition: the position that the group knows.</param>
    public IReadOnlyList<LogPosition> Take(IReadOnlyCollection<LogPosition> told)
    {
        lock (_gate)
        {
            _wasAssigned = true;
            foreach (var (partition, offset) in told)
            {
                var holding = Of(partition);
                (holding.IsHeld, holding.IsLeaving, holding.Told) = (true, false, offset);
                holding.Next = Math.Max(holding.Next, offset); // what lies before was processed here, or by others
            }
            Signal();
            return [.. told.Select(position => new LogPosition(position.Partition, _holdings[position.Partition].Next))];
        }
    }

    /// <summary>Partitions are to be given away: nothing more of them is emitted.</summary>
    public void BeginLeaving(IEnumerable<int> partitions)
    {
        lock (_gate)
        {
            foreach (var partition in partitions) Of(partition).IsLeaving = true;
        }
    }

    /// <summary>Is all that was emitted of some partitions safe?</summary>
    public bool AreSafe(IEnumerable<int> partitions)
    {
        lock (_gate) return partitions.All(partition => IsSafe(partition, Of(partition)));
    }

    /// <summary>Partitions are not held any more.</summary>
    public void Leave(IEnumerable<int> partitions)
    {
        lock (_gate)
        {
            foreach (var partition in partitions) (Of(partition).IsHeld, Of(partition).IsLeaving) = (false, false);
        }
    }

    /// <summary>What is safe, and the group does not know.</summary>
    public IReadOnlyList<LogPosition> ToTell()
    {
        lock (_gate)
        {
            return
            [
                .. Held().Where(pair => _safe.TryGetValue(pair.Key, out var safe) && safe > pair.Value.Told)
                    .Select(pair => new LogPosition(pair.Key, _safe[pair.Key])),
            ];
        }
    }

    /// <summary>The group knows positions.</summary>
    public void NoteTold(IEnumerable<LogPosition> positions)
    {
        lock (_gate)
        {
            foreach (var position in positions) Of(position.Partition).Told = position.Offset;
        }
    }

    private IEnumerable<KeyValuePair<int, KafkaHolding>> Held() => _holdings.Where(pair => pair.Value.IsHeld);

    private bool IsSafe(int partition, KafkaHolding holding) =>
        holding.Next <= holding.Told || (_safe.TryGetValue(partition, out var safe) && safe >= holding.Next);

    private KafkaHolding Of(int partition)
    {
        if (!_holdings.TryGetValue(partition, out var holding)) _holdings.Add(partition, holding = new());
        return holding;
    }

    private void Signal()
    {
        _change.TrySetResult();
        _change = NewChange();
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
