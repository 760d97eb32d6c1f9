namespace LambdaSpeed.Aggregation;

/// <summary>Keeps the distinct values.</summary>
internal readonly struct DistinctAggregator<TItem> : IAggregator<TItem, Distinct<TItem>, IReadOnlySet<TItem>>
{
    public ICodec<Distinct<TItem>>? AccumulatorCodec =>
        Codec.TryFor<TItem>(out var item) ? AccumulatorCodecs.Distinct(item) : null;

    public Distinct<TItem> Zero() => default;

    public void Add(ref Distinct<TItem> accumulator, TItem value) => accumulator.Add(value);

    public void Merge(ref Distinct<TItem> accumulator, in Distinct<TItem> other) => accumulator.Add(other);

    public IReadOnlySet<TItem> Result(in Distinct<TItem> accumulator) => new DistinctReading<TItem>(accumulator);
}
