using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>The changes of a view slice by slice: what each has of a key, and which slices are gone.</summary>
/// <remarks>A slice goes by the number of the cut that ends it, so two that are folded go on under the later one's, and all of that is told
/// anew.</remarks>
/// <param name="view">The view.</param>
/// <param name="publication">What is published of it.</param>
/// <param name="dropsWhole">Is a slice that is gone told as such, or as the removal of each of its keys?</param>
internal sealed class SliceFeed<TKey, TAccumulator, TValue>(
    RealtimeView<TKey, TAccumulator, TValue> view, EpochPublication publication, bool dropsWhole)
    : ViewFeed<SliceKey<TKey>, TValue>(publication)
    where TKey : notnull
{
    private ViewSlice<TKey, TAccumulator>[] _slices = [];  // in which the seen epoch was collected

    protected override List<ViewChange<SliceKey<TKey>, TValue>> Collect(bool hasWaited)
    {
        using var pin = view.Pin(out var slices);
        var changes = new List<ViewChange<SliceKey<TKey>, TValue>>();
        var gone = _slices.ExceptBy(slices.Select(Number), Number).ToList();
        if (dropsWhole) Dropped = [.. gone.Select(Number)];
        else foreach (var slice in gone) Remove(slice, pin.Epoch, changes);
        foreach (var slice in slices)
        {
            var former = _slices.FirstOrDefault(former => former.Range == slice.Range);
            Collect(slice, former, hasLists: hasWaited && former == slice, pin.Epoch, changes);
        }
        _slices = slices;
        Seen = pin.Epoch.Number;
        return changes;
    }

    private static int Number(ViewSlice<TKey, TAccumulator> slice) => slice.Range.Last;

    /// <param name="slice">The slice.</param>
    /// <param name="former">What it was when the seen epoch was collected: another one after a restart, null when it was not there.</param>
    /// <param name="hasLists">Has it lists of the keys that have changed since?</param>
    /// <param name="epoch">The epoch that is pinned.</param>
    /// <param name="changes">Gets them.</param>
    private void Collect(
        ViewSlice<TKey, TAccumulator> slice, ViewSlice<TKey, TAccumulator>? former, bool hasLists, EpochId epoch,
        List<ViewChange<SliceKey<TKey>, TValue>> changes)
    {
        var known = hasLists ? new HashSet<TKey>() : null; // else each key is met once
        var since = former is null ? -1 : Seen;
        foreach (var (task, table) in slice.Tables.Index())
        {
            var keys = hasLists
                ? ChangedKeys.FromLists(table, since, epoch.Number)
                : ChangedKeys.ByLooking(table, since, epoch.Number);
            foreach (var (key, hash) in keys)
            {
                if (known?.Add(key) == false) continue;
                if (slice.TryRead(task, key, hash, epoch, out var accumulator))
                {
                    changes.Add(new(new(Number(slice), key), view.Definition.Result(accumulator), epoch));
                }
                else if (since >= 0)
                {
                    changes.Add(Removal(slice, key, epoch));
                }
            }
        }
    }

    /// <summary>Tells every key as removed, also those that came since the seen epoch.</summary>
    private void Remove(ViewSlice<TKey, TAccumulator> slice, EpochId epoch, List<ViewChange<SliceKey<TKey>, TValue>> changes)
    {
        foreach (var table in slice.Tables)
        {
            foreach (var (key, _, _) in TableReader.ReadAll(table, epoch.Number)) changes.Add(Removal(slice, key, epoch));
        }
    }

    private ViewChange<SliceKey<TKey>, TValue> Removal(ViewSlice<TKey, TAccumulator> slice, TKey key, EpochId epoch) =>
        new(new(Number(slice), key), view.Definition.Result(view.Definition.Zero()), epoch, IsRemoval: true);
}
