using LambdaSpeed.Invariants;

namespace LambdaSpeed.State;

/// <summary>Which epoch readers see, which older ones are still being read, and who waits for the next.</summary>
/// <remarks>One for each run. Readers look at one number. The lock is taken by publications, pins and waiters, and once for each table and
/// epoch.</remarks>
internal sealed class EpochPublication
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, int> _pins = []; // pinned epoch -> number of its readers
    private long _published;                                 // written under the gate, read anywhere
    private TaskCompletionSource _next = NewSignal();        // completed by the next publication
    private Exception? _fault;                               // why nothing will be published any more
    private bool _isClosed;                                  // nothing will be published any more; guarded by the gate

    /// <summary>The newest epoch that readers may see.</summary>
    public EpochId Published => new(Volatile.Read(ref _published));

    /// <summary>Will nothing be published any more?</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate) return _isClosed;
        }
    }

    /// <summary>States which epoch the run goes on from. Before anybody reads.</summary>
    public void StartAt(EpochId epoch)
    {
        lock (_gate) Volatile.Write(ref _published, epoch.Number);
    }

    /// <summary>Makes an epoch visible to all readers at once.</summary>
    public void Publish(EpochId epoch)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            Invariant.Require(epoch.Number > _published, $"published {epoch} after epoch {_published}");
            Volatile.Write(ref _published, epoch.Number);
            signal = _next;
            _next = NewSignal();
        }
        signal.TrySetResult();
    }

    /// <summary>States that the published epoch is the last one.</summary>
    public void Close(Exception? fault)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            _isClosed = true;
            _fault = fault;
            signal = _next;
        }
        signal.TrySetResult();
    }

    /// <summary>Keeps the published epoch readable until the pin is released.</summary>
    public EpochId Pin()
    {
        lock (_gate)
        {
            var epoch = _published;
            _pins[epoch] = _pins.GetValueOrDefault(epoch) + 1;
            return new EpochId(epoch);
        }
    }

    public void Unpin(EpochId epoch)
    {
        lock (_gate)
        {
            var readers = _pins.GetValueOrDefault(epoch.Number);
            Invariant.Require(readers > 0, $"{epoch} was released but not pinned");
            if (readers == 1) _pins.Remove(epoch.Number);
            else _pins[epoch.Number] = readers - 1;
        }
    }

    /// <summary>The oldest epoch that anybody may still read.</summary>
    public EpochId OldestNeeded()
    {
        lock (_gate)
        {
            foreach (var pinned in _pins.Keys) return new EpochId(Math.Min(pinned, _published));
            return new EpochId(_published);
        }
    }

    /// <summary>Waits until an epoch not before <paramref name="epoch"/> is published; false when that will never happen.</summary>
    public async ValueTask<bool> WaitForAsync(EpochId epoch, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task signal;
            lock (_gate)
            {
                if (_published >= epoch.Number) return true;
                if (_fault is not null) throw new RunFaultedException(_fault);
                if (_isClosed) return false;
                signal = _next.Task;
            }
            await signal.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
