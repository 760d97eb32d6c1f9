using LambdaSpeed.Aggregation.Approximate;
using LambdaSpeed.Sketches;

namespace LambdaSpeed;

/// <summary>Which items a stream had, never wrongly no; as of one moment, immutable.</summary>
/// <typeparam name="TItem">The items.</typeparam>
public sealed class ItemMembership<TItem>
{
    private readonly BloomFilter _filter;
    private readonly ICodec<TItem>? _codec;

    internal ItemMembership(BloomFilter filter, ICodec<TItem>? codec)
    {
        _filter = filter;
        _codec = codec;
    }

    /// <summary>The probability that an item is held to be there that is not.</summary>
    public double FalsePositiveProbability => _filter.FalsePositiveProbability;

    /// <summary>Whether an item may be there.</summary>
    /// <param name="item">The item.</param>
    public bool MayContain(TItem item) => SketchItem<TItem>.IsText
        ? _filter.MayContain(SketchItem<TItem>.TextOf(item))
        : _filter.MayContain(SketchItem<TItem>.NumberOf(item, _codec));
}
