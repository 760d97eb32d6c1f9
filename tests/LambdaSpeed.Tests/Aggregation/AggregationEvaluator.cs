using LambdaSpeed.Aggregation;

namespace LambdaSpeed.Tests.Aggregation;

/// <summary>Opens an aggregation and folds tuples with it.</summary>
internal sealed class AggregationEvaluator<T, TAccumulator, TResult>(IEnumerable<T> tuples)
    : IAggregationVisitor<T, TAccumulator, TResult, TResult>
{
    public bool IsCopying { get; private set; }

    public bool IsSubtracting { get; private set; }

    public TResult Visit<TValue, TAggregator>(Func<T, TValue>? projection, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        IsCopying = aggregator is ICopyingAggregator<TAccumulator>;
        IsSubtracting = aggregator is ISubtractingAggregator<TValue, TAccumulator>;
        var accumulator = aggregator.Zero();
        foreach (var value in tuples.Select(projection ?? Identity<T, TValue>.Projection)) aggregator.Add(ref accumulator, value);
        return aggregator.Result(accumulator);
    }
}
