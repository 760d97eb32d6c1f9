namespace LambdaSpeed.Aggregation;

/// <summary>Combines two aggregations into one: opens the left one, then the right one, then pairs what they hold.</summary>
internal static class Composition
{
    public static Aggregation<T, (TLeft Left, TRight Right), TResult> Pair<T, TLeft, TLeftResult, TRight, TRightResult, TResult>(
        Aggregation<T, TLeft, TLeftResult> left,
        Aggregation<T, TRight, TRightResult> right,
        Func<TLeftResult, TRightResult, TResult> combine)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(combine);
        return left.Accept(new LeftVisitor<T, TLeft, TLeftResult, TRight, TRightResult, TResult>(
            $"{left.Name}+{right.Name}", right, combine));
    }

    private sealed class LeftVisitor<T, TLeft, TLeftResult, TRight, TRightResult, TResult>(
        string name, Aggregation<T, TRight, TRightResult> right, Func<TLeftResult, TRightResult, TResult> combine)
        : IAggregationVisitor<T, TLeft, TLeftResult, Aggregation<T, (TLeft Left, TRight Right), TResult>>
    {
        public Aggregation<T, (TLeft Left, TRight Right), TResult> Visit<TValue, TAggregator>(
            Func<T, TValue>? projection, TAggregator aggregator)
            where TAggregator : IAggregator<TValue, TLeft, TLeftResult> =>
            right.Accept(new RightVisitor<T, TValue, TLeft, TLeftResult, TAggregator, TRight, TRightResult, TResult>(
                name, projection ?? Identity<T, TValue>.Projection, aggregator, combine));
    }

    private sealed class RightVisitor<T, TLeftIn, TLeft, TLeftResult, TLeftAggregator, TRight, TRightResult, TResult>(
        string name, Func<T, TLeftIn> leftProjection, TLeftAggregator left, Func<TLeftResult, TRightResult, TResult> combine)
        : IAggregationVisitor<T, TRight, TRightResult, Aggregation<T, (TLeft Left, TRight Right), TResult>>
        where TLeftAggregator : IAggregator<TLeftIn, TLeft, TLeftResult>
    {
        public Aggregation<T, (TLeft Left, TRight Right), TResult> Visit<TValue, TAggregator>(
            Func<T, TValue>? projection, TAggregator aggregator)
            where TAggregator : IAggregator<TValue, TRight, TRightResult>
        {
            var rightProjection = projection ?? Identity<T, TValue>.Projection;
            return Show<T, (TLeftIn Left, TValue Right), (TLeft Left, TRight Right), TResult,
                PairAggregator<TLeftIn, TLeft, TLeftResult, TLeftAggregator, TValue, TRight, TRightResult, TAggregator, TResult>>(
                name, tuple => (leftProjection(tuple), rightProjection(tuple)), new(left, aggregator, combine));
        }
    }

    /// <summary>Chooses the type that shows exactly what the composite can do, because the engine asks types.</summary>
    private static Aggregation<T, TAccumulator, TResult> Show<T, TIn, TAccumulator, TResult, TPartwise>(
        string name, Func<T, TIn> projection, TPartwise composite)
        where TPartwise : IAggregator<TIn, TAccumulator, TResult>, IPartwiseAggregator<TIn, TAccumulator> =>
        (composite.NeedsCopy, composite.CanSubtract) switch
        {
            (false, false) => new ProjectedAggregation<T, TIn, TAccumulator, TResult, TPartwise>(name, projection, composite),
            (false, true) => new ProjectedAggregation<T, TIn, TAccumulator, TResult,
                SubtractingComposite<TIn, TAccumulator, TResult, TPartwise>>(name, projection, new(composite)),
            (true, false) => new ProjectedAggregation<T, TIn, TAccumulator, TResult,
                CopyingComposite<TIn, TAccumulator, TResult, TPartwise>>(name, projection, new(composite)),
            (true, true) => new ProjectedAggregation<T, TIn, TAccumulator, TResult,
                CopyingSubtractingComposite<TIn, TAccumulator, TResult, TPartwise>>(name, projection, new(composite)),
        };
}
