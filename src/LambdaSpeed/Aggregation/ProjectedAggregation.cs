namespace LambdaSpeed.Aggregation;

/// <summary>The only kind of aggregation: a projection, then an aggregator whose type is known to the compiler.</summary>
internal sealed class ProjectedAggregation<T, TValue, TAccumulator, TResult, TAggregator>(
    string name, Func<T, TValue>? projection, TAggregator aggregator) : Aggregation<T, TAccumulator, TResult>
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    public override string Name => name;

    internal override TReturn Accept<TReturn>(IAggregationVisitor<T, TAccumulator, TResult, TReturn> visitor) =>
        visitor.Visit(projection, aggregator);
}
