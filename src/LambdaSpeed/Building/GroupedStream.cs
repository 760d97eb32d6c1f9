using LambdaSpeed.Building;

namespace LambdaSpeed;

/// <summary>A stream grouped by key, with the tuples whose key could not be taken beside it.</summary>
/// <typeparam name="TSource">The tuples that the key is taken from.</typeparam>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="T">The tuples, or the part of them that is grouped.</typeparam>
public sealed class GroupedStream<TSource, TKey, T> : KeyedStream<TKey, T>
    where TKey : notnull
{
    private readonly KeyedSource<TSource, TKey, T> _keys;

    internal GroupedStream(KeyedSource<TSource, TKey, T> keys, KeyExchange exchange = KeyExchange.Adaptive) : base(keys, exchange) =>
        _keys = keys;

    /// <inheritdoc/>
    public override GroupedStream<TSource, TKey, T> PartialKey() => new(_keys, KeyExchange.PartialKey);

    /// <inheritdoc/>
    public override GroupedStream<TSource, TKey, T> PreAggregate() => new(_keys, KeyExchange.PreAggregate);

    /// <inheritdoc/>
    public override GroupedStream<TSource, TKey, T> WithoutPreAggregation() => new(_keys, KeyExchange.Fields);

    /// <summary>The tuples whose key, or the part of them that an aggregation needs, could not be taken; needs
    /// <see cref="TupleFailurePolicy.DeadLetter"/> as the failure policy of the grouping.</summary>
    /// <remarks>Each reader of the grouped stream takes keys for itself: a tuple is a dead letter once for each that could not.</remarks>
    public Stream<DeadLetter<TSource>> DeadLetters() => _keys.DeadLetters();
}
