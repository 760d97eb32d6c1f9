using LambdaSpeed.Sketches;

namespace LambdaSpeed.Aggregation.Approximate;

/// <summary>Keeps a KLL sketch, from which one quantile is read.</summary>
internal readonly struct QuantileAggregator<TItem>(double rank, int k)
    : IAggregator<TItem, KllSketch<TItem>, TItem?>, ICopyingAggregator<KllSketch<TItem>>
    where TItem : struct
{
    public ICodec<KllSketch<TItem>> AccumulatorCodec => AccumulatorCodecs.Kll<TItem>();

    public KllSketch<TItem> Zero() => new(k);

    public void Add(ref KllSketch<TItem> accumulator, TItem value) => accumulator.Add(value);

    public void Merge(ref KllSketch<TItem> accumulator, in KllSketch<TItem> other) => accumulator.Merge(other);

    public TItem? Result(in KllSketch<TItem> accumulator) => accumulator.IsEmpty ? null : accumulator.ToQuantiles().ValueAt(rank);

    public KllSketch<TItem> Copy(in KllSketch<TItem> accumulator) => accumulator.Copy();
}
