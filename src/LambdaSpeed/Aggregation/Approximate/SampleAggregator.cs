using LambdaSpeed.Sketches;
using LambdaSpeed.Sketches.Items;

namespace LambdaSpeed.Aggregation.Approximate;

/// <summary>Keeps a uniform sample.</summary>
internal readonly struct SampleAggregator<TItem>(int size, ItemFormat<TItem> format)
    : IAggregator<TItem, ReservoirSample<TItem>, IReadOnlyList<TItem>>, ICopyingAggregator<ReservoirSample<TItem>>
    where TItem : notnull
{
    public ICodec<ReservoirSample<TItem>> AccumulatorCodec => AccumulatorCodecs.Reservoir(format);

    public ReservoirSample<TItem> Zero() => new(size, 0, format);

    public void Add(ref ReservoirSample<TItem> accumulator, TItem value) => accumulator.Add(value);

    public void Merge(ref ReservoirSample<TItem> accumulator, in ReservoirSample<TItem> other) => accumulator.Merge(other);

    public IReadOnlyList<TItem> Result(in ReservoirSample<TItem> accumulator) => accumulator.Items.ToArray();

    public ReservoirSample<TItem> Copy(in ReservoirSample<TItem> accumulator) => accumulator.Copy();
}
