namespace LambdaSpeed.Aggregation;

/// <summary>Accumulates accumulators: what stands behind an exchange of partial results.</summary>
internal readonly struct MergingAggregator<TValue, TAccumulator, TResult, TAggregator>(TAggregator aggregator)
    : IAggregator<TAccumulator, TAccumulator, TResult>, IImmutableAccumulation
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    public bool IsImmutable => aggregator is IImmutableAccumulation { IsImmutable: true };

    public ICodec<TAccumulator>? AccumulatorCodec => aggregator.AccumulatorCodec;

    public TAccumulator Zero() => aggregator.Zero();

    public void Add(ref TAccumulator accumulator, TAccumulator value) => aggregator.Merge(ref accumulator, value);

    public void Merge(ref TAccumulator accumulator, in TAccumulator other) => aggregator.Merge(ref accumulator, other);

    public TResult Result(in TAccumulator accumulator) => aggregator.Result(accumulator);
}
