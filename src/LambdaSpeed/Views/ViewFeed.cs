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
    private ViewSlice<TKey, TAccumulator>[] _slices = []; // in which the seen epoch was collected
    private EpochPin? _held;  // pins the seen epoch while waiting for the next

    /// <summary>The newest epoch that was collected.</summary>
    public long Seen => _seen;

    /// <summary>The keys changed since the last call, with their values as of the published epoch.</summary>
    public List<ViewChange<TKey, TValue>> Collect()
    {
        using var held = _held;
        using var pin = view.Pin(out var slices);
        var hasLists = held is not null && AreContinued(slices); // what a restart brings has no list of the epoch before it
        var exchanged = _seen < 0 ? [] : Exchanged(slices);
        (_held, _slices) = (null, slices);
        var changes = new List<ViewChange<TKey, TValue>>();
        var known = hasLists || slices.Length > 1 || exchanged.Count > 0 ? new HashSet<TKey>() : null; // else each key is met once
        CollectExchanged(exchanged, pin.Epoch, known, changes);
        foreach (var slice in slices)
        {
            foreach (var table in slice.Tables)
            {
                if (!hasLists) CollectByLooking(table, pin.Epoch, known, changes);
                else CollectFromLists(table, pin.Epoch, known, changes);
            }
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

    /// <summary>Are the slices those of before, but for the ends of the stack?</summary>
    private bool AreContinued(ViewSlice<TKey, TAccumulator>[] slices) => _slices.Length > 0 && slices.Contains(_slices[^1]);

    /// <summary>Slices that readers were shown and are not any more, or the other way round: a batch view was published or taken
    /// back.</summary>
    private List<ViewSlice<TKey, TAccumulator>> Exchanged(ViewSlice<TKey, TAccumulator>[] slices)
    {
        var (before, now) = (_slices[0].Range.First, slices[0].Range.First);
        return [.. _slices.Where(slice => slice.Range.First < now), .. slices.Where(slice => slice.Range.First < before)];
    }

    private void CollectExchanged(
        List<ViewSlice<TKey, TAccumulator>> exchanged, EpochId epoch, HashSet<TKey>? known, List<ViewChange<TKey, TValue>> changes)
    {
        foreach (var table in exchanged.SelectMany(slice => slice.Tables))
        {
            foreach (var (key, hash, _) in TableReader.ReadAll(table, epoch.Number)) Collect(key, hash, epoch, known, changes);
        }
    }

    private void CollectFromLists(
        VersionedTable<TKey, TAccumulator> table, EpochId epoch, HashSet<TKey>? known, List<ViewChange<TKey, TValue>> changes)
    {
        for (var undo = table.NewestUndo; undo is not null && undo.Epoch > _seen; undo = undo.Older)
        {
            if (undo.Epoch > epoch.Number) continue;
            var count = undo.Count;
            for (var i = 0; i < count; i++)
            {
                ref readonly var record = ref undo[i];
                Collect(record.Key, record.Hash, epoch, known, changes);
            }
        }
    }

    private void CollectByLooking(
        VersionedTable<TKey, TAccumulator> table, EpochId epoch, HashSet<TKey>? known, List<ViewChange<TKey, TValue>> changes)
    {
        var entries = table.Entries;
        for (var slot = 0; slot < entries.Length; slot++)
        {
            ref var entry = ref entries[slot];
            var hash = Volatile.Read(ref entry.Hash);
            if (hash == 0) continue;
            if (!TableReader.TryReadAsOf(table, ref entry, epoch.Number, out _, out var changedIn) || changedIn <= _seen) continue;
            Collect(entry.Key, hash, epoch, known, changes);
        }
    }

    private void Collect(TKey key, uint hash, EpochId epoch, HashSet<TKey>? known, List<ViewChange<TKey, TValue>> changes)
    {
        if (known?.Add(key) == false) return;
        if (view.TryReadAccumulator(_slices, key, hash, epoch, out var accumulator))
        {
            changes.Add(new(key, view.Definition.Result(accumulator), epoch));
        }
        else if (_seen >= 0)
        {
            changes.Add(new(key, view.Definition.Result(view.Definition.Zero()), epoch, IsRemoval: true));
        }
    }
}
