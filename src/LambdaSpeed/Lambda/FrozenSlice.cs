using LambdaSpeed.BatchViews;

namespace LambdaSpeed.Lambda;

/// <summary>A slice whose epochs are all published, in memory.</summary>
internal sealed class FrozenSlice<TKey, TAccumulator>(Cut? start, Cut? end, FrozenTable<TKey, TAccumulator> table)
    : ISlice<TKey, TAccumulator>
    where TKey : notnull
{
    public Cut? Start => start;

    public Cut? End => end;

    public object Parts => table;

    public bool TryRead(object parts, TKey key, uint hash, EpochId epoch, out TAccumulator accumulator) =>
        table.TryGet(key, hash, out accumulator);

    public IEnumerable<KeyValuePair<TKey, TAccumulator>> ReadAll(object parts, EpochId epoch) => table.Unordered();
}
