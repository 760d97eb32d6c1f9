using LambdaSpeed.Aggregation.Approximate;
using LambdaSpeed.Sketches;

namespace LambdaSpeed;

/// <summary>How often each item of a stream came, never too little; as of one moment, immutable.</summary>
/// <typeparam name="TItem">The items.</typeparam>
public sealed class ItemEstimates<TItem>
{
    private readonly CountMinSketch _sketch;
    private readonly ICodec<TItem>? _codec;

    internal ItemEstimates(CountMinSketch sketch, ICodec<TItem>? codec)
    {
        _sketch = sketch;
        _codec = codec;
    }

    /// <summary>The number of tuples.</summary>
    public long TotalWeight => _sketch.TotalWeight;

    /// <summary>The share of <see cref="TotalWeight"/> by which an estimate may be too high.</summary>
    public double RelativeError => _sketch.RelativeError;

    /// <summary>The estimated count of an item.</summary>
    /// <param name="item">The item.</param>
    public long Estimate(TItem item) => SketchItem<TItem>.IsText
        ? _sketch.Estimate(SketchItem<TItem>.TextOf(item))
        : _sketch.Estimate(SketchItem<TItem>.NumberOf(item, _codec));
}
