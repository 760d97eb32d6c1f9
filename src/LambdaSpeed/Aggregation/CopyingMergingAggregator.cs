namespace LambdaSpeed.Aggregation;

/// <summary>A <see cref="MergingAggregator{TValue, TAccumulator, TResult, TAggregator}"/> of accumulators that change in place.</summary>
internal readonly struct CopyingMergingAggregator<TValue, TAccumulator, TResult, TAggregator>(
    TAggregator aggregator, ICopyingAggregator<TAccumulator> copier)
    : IAggregator<TAccumulator, TAccumulator, TResult>, ICopyingAggregator<TAccumulator>
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    public ICodec<TAccumulator>? AccumulatorCodec => aggregator.AccumulatorCodec;

    public TAccumulator Zero() => aggregator.Zero();

    public void Add(ref TAccumulator accumulator, TAccumulator value) => aggregator.Merge(ref accumulator, value);

    public void Merge(ref TAccumulator accumulator, in TAccumulator other) => aggregator.Merge(ref accumulator, other);

    public TResult Result(in TAccumulator accumulator) => aggregator.Result(accumulator);

    public TAccumulator Copy(in TAccumulator accumulator) => copier.Copy(accumulator);
}
