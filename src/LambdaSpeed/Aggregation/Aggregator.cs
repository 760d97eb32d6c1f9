using LambdaSpeed.Aggregation;

namespace LambdaSpeed;

/// <summary>Makes aggregators from lambdas, for those that are not worth a type of their own.</summary>
/// <remarks>The accumulator must be an immutable type: a number, a string, a readonly struct, a record, an immutable collection. Every
/// lambda returns a new value and never changes one it was given. They must be pure and must not throw; <c>merge</c> must be associative
/// and commutative with <c>zero</c> as its neutral element, and <c>add(a, v)</c> the same as <c>merge(a, add(zero, v))</c>.</remarks>
public static class Aggregator
{
    /// <summary>An aggregator from lambdas.</summary>
    /// <typeparam name="TIn">What is added.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key; an immutable type.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="zero">The accumulator of no values.</param>
    /// <param name="add">The accumulator with one value more.</param>
    /// <param name="merge">Two accumulators together.</param>
    /// <param name="result">What readers are given.</param>
    public static IAggregator<TIn, TAccumulator, TResult> Create<TIn, TAccumulator, TResult>(
        TAccumulator zero,
        Func<TAccumulator, TIn, TAccumulator> add,
        Func<TAccumulator, TAccumulator, TAccumulator> merge,
        Func<TAccumulator, TResult> result)
    {
        ArgumentNullException.ThrowIfNull(add);
        ArgumentNullException.ThrowIfNull(merge);
        ArgumentNullException.ThrowIfNull(result);
        return new LambdaAggregator<TIn, TAccumulator, TResult>(zero, add, merge, result);
    }

    /// <summary>An aggregator from lambdas that can take values out again.</summary>
    /// <typeparam name="TIn">What is added.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key; an immutable type.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="zero">The accumulator of no values.</param>
    /// <param name="add">The accumulator with one value more.</param>
    /// <param name="merge">Two accumulators together.</param>
    /// <param name="result">What readers are given.</param>
    /// <param name="subtract">The accumulator with one value less; undoes <paramref name="add"/>.</param>
    public static IAggregator<TIn, TAccumulator, TResult> Create<TIn, TAccumulator, TResult>(
        TAccumulator zero,
        Func<TAccumulator, TIn, TAccumulator> add,
        Func<TAccumulator, TAccumulator, TAccumulator> merge,
        Func<TAccumulator, TResult> result,
        Func<TAccumulator, TIn, TAccumulator> subtract)
    {
        ArgumentNullException.ThrowIfNull(add);
        ArgumentNullException.ThrowIfNull(merge);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(subtract);
        return new SubtractingLambdaAggregator<TIn, TAccumulator, TResult>(zero, add, merge, result, subtract);
    }
}
