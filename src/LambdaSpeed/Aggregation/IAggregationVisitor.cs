namespace LambdaSpeed.Aggregation;

/// <summary>Receives the aggregator of an <see cref="Aggregation{T, TAccumulator, TResult}"/> with all of its types.</summary>
internal interface IAggregationVisitor<T, TAccumulator, TResult, out TReturn>
{
    /// <summary>Visits the aggregator.</summary>
    /// <param name="projection">What of a tuple is added; null when that is the tuple itself (then <typeparamref name="TValue"/> is
    /// <typeparamref name="T"/>). The projection runs before the tuple crosses an edge, so only the value is carried.</param>
    /// <param name="aggregator">The aggregator.</param>
    TReturn Visit<TValue, TAggregator>(Func<T, TValue>? projection, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>;
}
