using LambdaSpeed.Streams;

namespace LambdaSpeed.Building;

/// <summary>Two keyed streams as one: each takes keys for itself, and both come to the same task.</summary>
internal sealed class CoGroupedSource<TKey, TLeft, TRight>(IKeyedSource<TKey, TLeft> left, IKeyedSource<TKey, TRight> right)
    : IKeyedSource<TKey, Either<TLeft, TRight>>
    where TKey : notnull
{
    private static readonly Func<Either<TLeft, TRight>, Either<TLeft, TRight>> _itself = static tuple => tuple;

    public ICodec<TKey>? Codec => left.Codec;

    public TopologyDraft Draft => left.Draft;

    public int Parallelism => Math.Max(left.Parallelism, right.Parallelism);

    public Stream<KeyedTuple<TKey, TValue>> Key<TValue>(Func<Either<TLeft, TRight>, TValue>? projection)
    {
        var (ofLeft, ofRight) = Compose(projection);
        return left.Key(ofLeft).Merge(right.Key(ofRight));
    }

    public SummedFlow<TKey, TValue, TAccumulator> Sum<TValue, TAccumulator, TResult, TAggregator>(
        Func<Either<TLeft, TRight>, TValue>? projection, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        var (ofLeft, ofRight) = Compose(projection);
        var fromLeft = left.Sum<TValue, TAccumulator, TResult, TAggregator>(ofLeft, aggregator);
        var fromRight = right.Sum<TValue, TAccumulator, TResult, TAggregator>(ofRight, aggregator);
        return new(fromLeft.Tuples.Merge(fromRight.Tuples), fromLeft.Sums.Merge(fromRight.Sums));
    }

    /// <summary>Without a projection the value is the tuple of either side: the cast of the delegate states just that.</summary>
    private static (Func<TLeft, TValue> OfLeft, Func<TRight, TValue> OfRight) Compose<TValue>(
        Func<Either<TLeft, TRight>, TValue>? projection)
    {
        projection ??= (Func<Either<TLeft, TRight>, TValue>)(object)_itself;
        return (tuple => projection(Either<TLeft, TRight>.OfLeft(tuple)), tuple => projection(Either<TLeft, TRight>.OfRight(tuple)));
    }
}
