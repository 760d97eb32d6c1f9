using LambdaSpeed.Sketches;

namespace LambdaSpeed.Aggregation.Approximate;

/// <summary>Keeps how often every item came, in a table of fixed size.</summary>
internal readonly struct CountMinAggregator<TItem>(double relativeError, double confidence, ICodec<TItem>? codec)
    : IAggregator<TItem, CountMinSketch, ItemEstimates<TItem>>, ICopyingAggregator<CountMinSketch>
{
    public ICodec<CountMinSketch> AccumulatorCodec =>
        AccumulatorCodecs.SketchOf<CountMinSketch>("countmin", $"{relativeError:R},{confidence:R}");

    public CountMinSketch Zero() => CountMinSketch.ForError(relativeError, confidence);

    public void Add(ref CountMinSketch accumulator, TItem value)
    {
        if (SketchItem<TItem>.IsText) accumulator.Add(SketchItem<TItem>.TextOf(value));
        else accumulator.Add(SketchItem<TItem>.NumberOf(value, codec));
    }

    public void Merge(ref CountMinSketch accumulator, in CountMinSketch other) => accumulator.Merge(other);

    public ItemEstimates<TItem> Result(in CountMinSketch accumulator) => new(accumulator.Copy(), codec);

    public CountMinSketch Copy(in CountMinSketch accumulator) => accumulator.Copy();
}
