namespace LambdaSpeed.BatchViews;

/// <summary>The part of an aggregator that needs no values; specialised for aggregators that are structs.</summary>
internal sealed class AggregatorRule<TIn, TAccumulator, TResult, TAggregator>(TAggregator aggregator) : IReadingRule<TAccumulator, TResult>
    where TAggregator : IAggregator<TIn, TAccumulator, TResult>
{
    public TAccumulator Zero() => aggregator.Zero();

    public void Merge(ref TAccumulator accumulator, in TAccumulator other) => aggregator.Merge(ref accumulator, in other);

    public TResult Result(in TAccumulator accumulator) => aggregator.Result(in accumulator);
}
