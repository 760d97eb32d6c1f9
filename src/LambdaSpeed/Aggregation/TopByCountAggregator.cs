namespace LambdaSpeed.Aggregation;

/// <summary>Keeps the count of every item, ranks at read.</summary>
internal readonly struct TopByCountAggregator<TItem>(int size)
    : IAggregator<TItem, ItemCounts<TItem>, IReadOnlyList<WeightedItem<TItem>>>, ISubtractingAggregator<TItem, ItemCounts<TItem>>,
      ICopyingAggregator<ItemCounts<TItem>>
{
    public ICodec<ItemCounts<TItem>>? AccumulatorCodec =>
        Codec.TryFor<TItem>(out var item) ? AccumulatorCodecs.ItemCounts(item) : null;

    public ItemCounts<TItem> Zero() => default;

    public void Add(ref ItemCounts<TItem> accumulator, TItem value) => accumulator.Add(value, 1);

    public void Merge(ref ItemCounts<TItem> accumulator, in ItemCounts<TItem> other) => accumulator.Add(other);

    public IReadOnlyList<WeightedItem<TItem>> Result(in ItemCounts<TItem> accumulator) => new TopRanking<TItem>(size).Rank(accumulator);

    public void Subtract(ref ItemCounts<TItem> accumulator, TItem value) => accumulator.Add(value, -1);

    public ItemCounts<TItem> Copy(in ItemCounts<TItem> accumulator) => accumulator.Copy();
}
