using LambdaSpeed.Sketches;
using LambdaSpeed.Sketches.Items;

namespace LambdaSpeed.Aggregation.Approximate;

/// <summary>Keeps a sketch of the items with the greatest weights.</summary>
internal readonly struct FrequentItemsAggregator<TItem>(int size, int logSize, ItemFormat<TItem> format)
    : IAggregator<(TItem Item, long Weight), FrequentItemsSketch<TItem>, IReadOnlyList<FrequentItem<TItem>>>,
      ICopyingAggregator<FrequentItemsSketch<TItem>>
    where TItem : notnull
{
    public ICodec<FrequentItemsSketch<TItem>> AccumulatorCodec => AccumulatorCodecs.FrequentItems(format);

    public FrequentItemsSketch<TItem> Zero() => new(logSize, format);

    public void Add(ref FrequentItemsSketch<TItem> accumulator, (TItem Item, long Weight) value)
    {
        if (value.Weight > 0) accumulator.Add(value.Item, value.Weight);
    }

    public void Merge(ref FrequentItemsSketch<TItem> accumulator, in FrequentItemsSketch<TItem> other) => accumulator.Merge(other);

    public IReadOnlyList<FrequentItem<TItem>> Result(in FrequentItemsSketch<TItem> accumulator) => accumulator.Top(size);

    public FrequentItemsSketch<TItem> Copy(in FrequentItemsSketch<TItem> accumulator) => accumulator.Copy();
}
