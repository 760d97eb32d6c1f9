using LambdaSpeed.Aggregation;
using LambdaSpeed.BatchViews;

namespace LambdaSpeed;

/// <summary>Makes the schemas of batch views.</summary>
public static class BatchViewSchema
{
    /// <summary>The schema of the view that an aggregation of the library makes.</summary>
    /// <remarks><c>BatchViewSchema.For(Codec.String, (Aggregates&lt;Hit&gt; a) => a.Count())</c>: what stands behind <c>GroupBy</c> and in
    /// <c>Aggregate</c> of the topology.</remarks>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="keyCodec">The codec of the keys.</param>
    /// <param name="aggregation">Chooses the aggregation.</param>
    /// <exception cref="CodecException">The accumulators have no codec, or the keys can be no keys.</exception>
    public static BatchViewSchema<TKey, TAccumulator> For<TKey, T, TAccumulator, TResult>(
        ICodec<TKey> keyCodec, Func<Aggregates<T>, Aggregation<T, TAccumulator, TResult>> aggregation)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keyCodec);
        ArgumentNullException.ThrowIfNull(aggregation);
        var chosen = aggregation(Aggregates<T>.Instance);
        return chosen.Accept(new SchemaMaker<TKey, T, TAccumulator, TResult>(keyCodec, chosen.Name));
    }

    /// <summary>The schema of a view of an aggregator of one's own.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TIn">What is added.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="keyCodec">The codec of the keys.</param>
    /// <param name="aggregator">The aggregator.</param>
    /// <param name="name">The aggregator's name, by which batch and realtime part are held for one; for lambdas, choose one.</param>
    /// <exception cref="CodecException">The accumulators have no codec, or the keys can be no keys.</exception>
    public static BatchViewSchema<TKey, TAccumulator> For<TKey, TIn, TAccumulator, TResult>(
        ICodec<TKey> keyCodec, IAggregator<TIn, TAccumulator, TResult> aggregator, string name)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keyCodec);
        ArgumentNullException.ThrowIfNull(aggregator);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new SchemaMaker<TKey, TIn, TAccumulator, TResult>(keyCodec, name)
            .Visit<TIn, IAggregator<TIn, TAccumulator, TResult>>(null, aggregator);
    }

    private sealed class SchemaMaker<TKey, T, TAccumulator, TResult>(ICodec<TKey> keys, string name)
        : IAggregationVisitor<T, TAccumulator, TResult, BatchViewSchema<TKey, TAccumulator>>
        where TKey : notnull
    {
        public BatchViewSchema<TKey, TAccumulator> Visit<TValue, TAggregator>(Func<T, TValue>? projection, TAggregator aggregator)
            where TAggregator : IAggregator<TValue, TAccumulator, TResult>
        {
            if (!keys.IsKey) throw CodecException.NotAKey(keys.Schema);
            var codec = aggregator.AccumulatorCodec ?? throw CodecException.Missing(typeof(TAccumulator));
            return new(keys, codec, name, new AggregatorRule<TValue, TAccumulator, TResult, TAggregator>(aggregator));
        }
    }
}
