using System.Diagnostics;

namespace LambdaSpeed.Views;

/// <summary>A view as of one pinned epoch.</summary>
/// <param name="view">The view.</param>
/// <param name="slices">Its slices when the epoch was pinned; a restart of the run, or a hand-over, replaces the view's, not these.</param>
/// <param name="pin">The epoch.</param>
[DebuggerDisplay("{Name} as of {Epoch}")]
internal sealed class ViewSnapshot<TKey, TAccumulator, TValue>(
    RealtimeView<TKey, TAccumulator, TValue> view, ViewSlice<TKey, TAccumulator>[] slices, EpochPin pin)
    : IViewSnapshot<TKey, TValue>, IAccumulators<TKey, TAccumulator>
    where TKey : notnull
{
    public string Name => view.Name;

    public EpochId Epoch => pin.Epoch;

    public TValue Get(TKey key)
    {
        TryGet(key, out var value);
        return value;
    }

    public bool TryGet(TKey key, out TValue value)
    {
        pin.ThrowIfReleased(Name);
        return view.TryReadAsOf(slices, key, Epoch, out value);
    }

    public IReadOnlyDictionary<TKey, TValue> GetMany(IEnumerable<TKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var found = new Dictionary<TKey, TValue>();
        foreach (var key in keys)
        {
            if (TryGet(key, out var value)) found[key] = value;
        }
        return found;
    }

    public IEnumerable<KeyValuePair<TKey, TValue>> All()
    {
        foreach (var (key, accumulator) in Accumulators()) yield return new(key, view.Definition.Result(accumulator));
    }

    /// <summary>All keys with what is kept for them rather than what readers are given; it must not be changed.</summary>
    public IEnumerable<KeyValuePair<TKey, TAccumulator>> Accumulators()
    {
        foreach (var pair in view.ReadAccumulators(slices, Epoch))
        {
            pin.ThrowIfReleased(Name); // then what was read may be of another epoch
            yield return pair;
        }
    }

    /// <summary>What is kept for a key; it must not be changed.</summary>
    public bool TryReadAccumulator(TKey key, out TAccumulator accumulator)
    {
        pin.ThrowIfReleased(Name);
        return view.TryReadAccumulator(slices, key, Epoch, out accumulator);
    }

    public IReadOnlyList<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to, IComparer<TKey>? comparer = null)
    {
        if (from is null) throw new ArgumentNullException(nameof(from));
        if (to is null) throw new ArgumentNullException(nameof(to));
        var order = KeyOrder<TKey>.For(Name, comparer);
        return this.Where(key => order.Compare(key, from) >= 0 && order.Compare(key, to) < 0, order);
    }

    public void Dispose() => pin.Dispose();
}
