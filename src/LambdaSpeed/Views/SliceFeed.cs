using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>The changes of a view slice by slice: what each has of a key, and which slices are gone.</summary>
/// <remarks>A slice goes by its first number. So of two that are folded into one the later is gone, and its keys are told once more, as
/// those of the earlier.</remarks>
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
        for (var i = 0; i < slices.Length; i++)
        {
            var (slice, isOver) = (slices[i], i + 1 < slices.Length && slices[i + 1].Since.Number <= Seen + 1);
            if (isOver && _slices.Contains(slice)) continue; // it had ended by the seen epoch, and nobody writes to it any more
            Tell(slice, KeysOf(slice, hasWaited, pin.Epoch), pin.Epoch, changes);
        }
        _slices = slices;
        Seen = pin.Epoch.Number;
        return changes;
    }

    private static int Number(ViewSlice<TKey, TAccumulator> slice) => slice.Range.First;

    /// <summary>The keys of a slice that may have changed since the seen epoch, with their tasks; some twice.</summary>
    private IEnumerable<(int Task, TKey Key, uint Hash)> KeysOf(ViewSlice<TKey, TAccumulator> slice, bool hasWaited, EpochId epoch)
    {
        ViewSlice<TKey, TAccumulator>[] parts = [.. _slices.Where(former => slice.Range.Holds(former.Range))];
        if (parts is [var same] && same.Range == slice.Range) return KeysOf(slice, Seen, epoch, hasWaited && same == slice);

        var isFolded = parts.Length > 1 && parts[^1].Range.Last == slice.Range.Last && parts[^1] != _slices[^1]; // that one was open
        return isFolded && Number(parts[0]) == Number(slice)
            ? KeysOf(parts[0], Seen, epoch, hasLists: false).Concat(
                parts.Skip(1).SelectMany(part => KeysOf(part, since: -1, epoch, hasLists: false)))
            : KeysOf(slice, since: -1, epoch, hasLists: false);
    }

    private static IEnumerable<(int Task, TKey Key, uint Hash)> KeysOf(
        ViewSlice<TKey, TAccumulator> slice, long since, EpochId epoch, bool hasLists)
    {
        foreach (var (task, table) in slice.Tables.Index())
        {
            var keys = hasLists
                ? ChangedKeys.FromLists(table, since, epoch.Number)
                : ChangedKeys.ByLooking(table, since, epoch.Number);
            foreach (var (key, hash) in keys) yield return (task, key, hash);
        }
    }

    private void Tell(
        ViewSlice<TKey, TAccumulator> slice, IEnumerable<(int Task, TKey Key, uint Hash)> keys, EpochId epoch,
        List<ViewChange<SliceKey<TKey>, TValue>> changes)
    {
        var known = new HashSet<TKey>();
        foreach (var (task, key, hash) in keys)
        {
            if (!known.Add(key)) continue;
            if (slice.TryRead(task, key, hash, epoch, out var accumulator))
            {
                changes.Add(new(new(Number(slice), key), view.Definition.Result(accumulator), epoch));
            }
            else if (Seen >= 0)
            {
                changes.Add(Removal(slice, key, epoch));
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
