using LambdaSpeed.Sketches;

namespace LambdaSpeed.Aggregation.Approximate;

/// <summary>Keeps a sketch of the distinct items with which sets can be made; trimmed when read, so that no order shows.</summary>
internal readonly struct ThetaAggregator<TItem>(int logK, ICodec<TItem>? codec)
    : IAggregator<TItem, ThetaSketch, CompactThetaSketch>, ICopyingAggregator<ThetaSketch>
{
    public ICodec<ThetaSketch> AccumulatorCodec => AccumulatorCodecs.Theta;

    public ThetaSketch Zero() => new(logK);

    public void Add(ref ThetaSketch accumulator, TItem value)
    {
        if (SketchItem<TItem>.IsText) accumulator.Add(SketchItem<TItem>.TextOf(value));
        else accumulator.Add(SketchItem<TItem>.NumberOf(value, codec));
    }

    public void Merge(ref ThetaSketch accumulator, in ThetaSketch other) => accumulator.Merge(other);

    public CompactThetaSketch Result(in ThetaSketch accumulator) => accumulator.Compact().Trim(logK);

    public ThetaSketch Copy(in ThetaSketch accumulator) => accumulator.Copy();
}
