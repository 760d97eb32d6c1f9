using LambdaSpeed.Building;

namespace LambdaSpeed;

/// <summary>Two streams grouped by the same key: the tuples of a key of both meet in one task. Aggregated, divided into windows or given to
/// a keyed bolt like any keyed stream; the tuples are those of either side.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TLeft">The tuples of the left stream.</typeparam>
/// <typeparam name="TRight">The tuples of the right stream.</typeparam>
public sealed class CoGroupedStream<TKey, TLeft, TRight> : KeyedStream<TKey, Either<TLeft, TRight>>
    where TKey : notnull
{
    private readonly CoGroupedSource<TKey, TLeft, TRight> _source;

    internal CoGroupedStream(CoGroupedSource<TKey, TLeft, TRight> source, KeyExchange exchange = KeyExchange.Adaptive)
        : base(source, exchange) => _source = source;

    /// <inheritdoc/>
    public override CoGroupedStream<TKey, TLeft, TRight> PartialKey() => new(_source, KeyExchange.PartialKey);

    /// <inheritdoc/>
    public override CoGroupedStream<TKey, TLeft, TRight> PreAggregate() => new(_source, KeyExchange.PreAggregate);

    /// <inheritdoc/>
    public override CoGroupedStream<TKey, TLeft, TRight> WithoutPreAggregation() => new(_source, KeyExchange.Fields);
}
