using LambdaSpeed.Sketches;

namespace LambdaSpeed.Aggregation.Approximate;

/// <summary>Keeps which items came, in a Bloom filter.</summary>
internal readonly struct BloomAggregator<TItem>(long itemCount, double falsePositiveProbability, ICodec<TItem>? codec)
    : IAggregator<TItem, BloomFilter, ItemMembership<TItem>>, ICopyingAggregator<BloomFilter>
{
    public ICodec<BloomFilter> AccumulatorCodec =>
        AccumulatorCodecs.SketchOf<BloomFilter>("bloom", $"{itemCount},{falsePositiveProbability:R}");

    public BloomFilter Zero() => BloomFilter.ForItems(itemCount, falsePositiveProbability);

    public void Add(ref BloomFilter accumulator, TItem value)
    {
        if (SketchItem<TItem>.IsText) accumulator.Add(SketchItem<TItem>.TextOf(value));
        else accumulator.Add(SketchItem<TItem>.NumberOf(value, codec));
    }

    public void Merge(ref BloomFilter accumulator, in BloomFilter other) => accumulator.Merge(other);

    public ItemMembership<TItem> Result(in BloomFilter accumulator) => new(accumulator.Copy(), codec);

    public BloomFilter Copy(in BloomFilter accumulator) => accumulator.Copy();
}
