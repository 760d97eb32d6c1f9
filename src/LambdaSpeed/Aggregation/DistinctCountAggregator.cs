namespace LambdaSpeed.Aggregation;

/// <summary>Keeps the distinct values to tell how many there are.</summary>
internal readonly struct DistinctCountAggregator<TItem> : IAggregator<TItem, Distinct<TItem>, long>
{
    public ICodec<Distinct<TItem>>? AccumulatorCodec =>
        Codec.TryFor<TItem>(out var item) ? AccumulatorCodecs.Distinct(item) : null;

    public Distinct<TItem> Zero() => default;

    public void Add(ref Distinct<TItem> accumulator, TItem value) => accumulator.Add(value);

    public void Merge(ref Distinct<TItem> accumulator, in Distinct<TItem> other) => accumulator.Add(other);

    public long Result(in Distinct<TItem> accumulator) => accumulator.Count;
}
