using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>One reader of a view's changes: remembers what it has seen, and finds each key changed since, once.</summary>
/// <remarks>Nothing is queued for a reader. While it waits it holds a pin, so that the lists of changed keys are kept for it; while its
/// caller is busy it holds none, and then looks at every key instead.</remarks>
internal sealed class ViewFeed<TKey, TAccumulator, TValue>(RealtimeView<TKey, TAccumulator, TValue> view, EpochPublication publication)
    : IDisposable
    where TKey : notnull
{
    private long _seen = -1;  // the newest epoch collected; -1 before the first round, which gives the whole content
    private ViewPartition<TKey, TAccumulator>[] _partitions = []; // in which the seen epoch was collected
    private EpochPin? _held;  // pins the seen epoch while waiting for the next

    /// <summary>The newest epoch that was collected.</summary>
    public long Seen => _seen;

    /// <summary>The keys changed since the last call, with their values as of the published epoch.</summary>
    public List<ViewChange<TKey, TValue>> Collect()
    {
        using var held = _held;
        using var pin = view.Pin(out var partitions);
        var hasLists = held is not null && partitions == _partitions; // what a restart brings has no list of the epoch before it
        (_held, _partitions) = (null, partitions);
        var changes = new List<ViewChange<TKey, TValue>>();
        foreach (var table in partitions.Select(partition => partition.Table))
        {
            if (!hasLists) CollectByLooking(table, pin.Epoch, changes);
            else CollectFromLists(table, pin.Epoch, changes);
        }
        _seen = pin.Epoch.Number;
        return changes;
    }

    /// <summary>Waits until there is an epoch not collected yet; false when there will be none.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        _held?.Dispose();
        _held = new EpochPin(publication);
        if (_held.Epoch.Number == _seen) return await publication.WaitForAsync(_held.Epoch.Next, cancellationToken).ConfigureAwait(false);

        _held.Dispose(); // late: the lists may be gone
        _held = null;
        return true;
    }

    public void Dispose() => _held?.Dispose();

    private void CollectFromLists(VersionedTable<TKey, TAccumulator> table, EpochId epoch, List<ViewChange<TKey, TValue>> changes)
    {
        var known = new HashSet<TKey>();
        for (var undo = table.NewestUndo; undo is not null && undo.Epoch > _seen; undo = undo.Older)
        {
            if (undo.Epoch > epoch.Number) continue;
            foreach (ref readonly var record in undo.Records)
            {
                if (!known.Add(record.Key)) continue;
                if (TableReader.TryReadAsOf(table, record.Key, record.Hash, epoch.Number, out var accumulator))
                {
                    changes.Add(new(record.Key, view.Definition.Result(accumulator), epoch));
                }
            }
        }
    }

    private void CollectByLooking(VersionedTable<TKey, TAccumulator> table, EpochId epoch, List<ViewChange<TKey, TValue>> changes)
    {
        var entries = table.Entries;
        for (var slot = 0; slot < entries.Length; slot++)
        {
            ref var entry = ref entries[slot];
            if (Volatile.Read(ref entry.Hash) == 0) continue;
            if (TableReader.TryReadAsOf(table, ref entry, epoch.Number, out var accumulator, out var changedIn) && changedIn > _seen)
            {
                changes.Add(new(entry.Key, view.Definition.Result(accumulator), epoch));
            }
        }
    }
}
