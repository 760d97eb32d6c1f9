using LambdaSpeed.Sketches;

namespace LambdaSpeed.Aggregation.Approximate;

/// <summary>Estimates how many distinct items there are, by what does not depend on their order.</summary>
internal readonly struct HllAggregator<TItem>(int logK, HllWidth width, ICodec<TItem>? codec)
    : IAggregator<TItem, HllSketch, long>, ICopyingAggregator<HllSketch>
{
    public ICodec<HllSketch> AccumulatorCodec => AccumulatorCodecs.Hll;

    public HllSketch Zero() => new(logK, width);

    public void Add(ref HllSketch accumulator, TItem value)
    {
        if (SketchItem<TItem>.IsText) accumulator.Add(SketchItem<TItem>.TextOf(value));
        else accumulator.Add(SketchItem<TItem>.NumberOf(value, codec));
    }

    public void Merge(ref HllSketch accumulator, in HllSketch other) => accumulator.Merge(other);

    public long Result(in HllSketch accumulator) => (long)Math.Round(accumulator.OrderFreeEstimate);

    public HllSketch Copy(in HllSketch accumulator) => accumulator.Copy();
}
