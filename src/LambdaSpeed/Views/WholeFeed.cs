using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>The changes of a view as its readers are shown it: all slices put together.</summary>
internal sealed class WholeFeed<TKey, TAccumulator, TValue>(RealtimeView<TKey, TAccumulator, TValue> view, EpochPublication publication)
    : ViewFeed<TKey, TValue>(publication)
    where TKey : notnull
{
    private ViewSlice<TKey, TAccumulator>[] _slices = [];  // in which the seen epoch was collected

    protected override List<ViewChange<TKey, TValue>> Collect(bool hasWaited)
    {
        using var pin = view.Pin(out var slices);
        var hasLists = hasWaited && AreContinued(slices); // what a restart brings has no list of the epoch before it
        var exchanged = Seen < 0 ? [] : Exchanged(slices);
        _slices = slices;
        var changes = new List<ViewChange<TKey, TValue>>();
        var known = hasLists || slices.Length > 1 || exchanged.Count > 0 ? new HashSet<TKey>() : null; // else each key is met once
        foreach (var table in exchanged.SelectMany(slice => slice.Tables))
        {
            foreach (var (key, hash, _) in TableReader.ReadAll(table, pin.Epoch.Number)) Collect(key, hash, pin.Epoch, known, changes);
        }
        foreach (var table in slices.SelectMany(slice => slice.Tables))
        {
            var keys = hasLists
                ? ChangedKeys.FromLists(table, Seen, pin.Epoch.Number)
                : ChangedKeys.ByLooking(table, Seen, pin.Epoch.Number);
            foreach (var (key, hash) in keys) Collect(key, hash, pin.Epoch, known, changes);
        }
        Seen = pin.Epoch.Number;
        return changes;
    }

    /// <summary>Are the slices those of before, but for the ends of the stack?</summary>
    private bool AreContinued(ViewSlice<TKey, TAccumulator>[] slices) => _slices.Length > 0 && slices.Contains(_slices[^1]);

    /// <summary>Slices that readers were shown and are not any more, or the other way round: a batch view was published or taken
    /// back.</summary>
    private List<ViewSlice<TKey, TAccumulator>> Exchanged(ViewSlice<TKey, TAccumulator>[] slices)
    {
        var (before, now) = (_slices[0].Range.First, slices[0].Range.First);
        return [.. _slices.Where(slice => slice.Range.First < now), .. slices.Where(slice => slice.Range.First < before)];
    }

    private void Collect(TKey key, uint hash, EpochId epoch, HashSet<TKey>? known, List<ViewChange<TKey, TValue>> changes)
    {
        if (known?.Add(key) == false) return;
        if (view.TryReadAccumulator(_slices, key, hash, epoch, out var accumulator))
        {
            changes.Add(new(key, view.Definition.Result(accumulator), epoch));
        }
        else if (Seen >= 0)
        {
            changes.Add(new(key, view.Definition.Result(view.Definition.Zero()), epoch, IsRemoval: true));
        }
    }
}
