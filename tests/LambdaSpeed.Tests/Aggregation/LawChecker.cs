using LambdaSpeed.Aggregation;

namespace LambdaSpeed.Tests.Aggregation;

/// <summary>Opens an aggregation and checks the laws of its aggregator on the projected tuples.</summary>
internal sealed class LawChecker<T, TAccumulator, TResult>(IReadOnlyList<T> tuples, int seed)
    : IAggregationVisitor<T, TAccumulator, TResult, bool>
{
    public bool Visit<TValue, TAggregator>(Func<T, TValue>? projection, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        TValue[] values = [.. tuples.Select(projection ?? Identity<T, TValue>.Projection)];
        new AggregatorLaws<TValue, TAccumulator, TResult>(aggregator).CheckAll(values, seed);
        return true;
    }
}
