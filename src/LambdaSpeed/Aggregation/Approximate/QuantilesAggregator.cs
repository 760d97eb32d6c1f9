using LambdaSpeed.Sketches;

namespace LambdaSpeed.Aggregation.Approximate;

/// <summary>Keeps a KLL sketch, from which every quantile is read.</summary>
internal readonly struct QuantilesAggregator<TItem>(int k)
    : IAggregator<TItem, KllSketch<TItem>, Quantiles<TItem>>, ICopyingAggregator<KllSketch<TItem>>
    where TItem : struct
{
    public ICodec<KllSketch<TItem>> AccumulatorCodec => AccumulatorCodecs.Kll<TItem>();

    public KllSketch<TItem> Zero() => new(k);

    public void Add(ref KllSketch<TItem> accumulator, TItem value) => accumulator.Add(value);

    public void Merge(ref KllSketch<TItem> accumulator, in KllSketch<TItem> other) => accumulator.Merge(other);

    public Quantiles<TItem> Result(in KllSketch<TItem> accumulator) => accumulator.ToQuantiles();

    public KllSketch<TItem> Copy(in KllSketch<TItem> accumulator) => accumulator.Copy();
}
