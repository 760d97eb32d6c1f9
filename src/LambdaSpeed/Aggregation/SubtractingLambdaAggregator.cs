namespace LambdaSpeed.Aggregation;

/// <summary>An aggregator from lambdas that can take values out again.</summary>
internal sealed class SubtractingLambdaAggregator<TIn, TAccumulator, TResult>(
    TAccumulator zero,
    Func<TAccumulator, TIn, TAccumulator> add,
    Func<TAccumulator, TAccumulator, TAccumulator> merge,
    Func<TAccumulator, TResult> result,
    Func<TAccumulator, TIn, TAccumulator> subtract)
    : LambdaAggregator<TIn, TAccumulator, TResult>(zero, add, merge, result), ISubtractingAggregator<TIn, TAccumulator>
{
    public void Subtract(ref TAccumulator accumulator, TIn value) => accumulator = subtract(accumulator, value);
}
