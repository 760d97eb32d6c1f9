using LambdaSpeed.Aggregation;

namespace LambdaSpeed;

public sealed partial class Aggregates<T>
{
    /// <summary>An aggregator of one's own, for whole tuples.</summary>
    /// <remarks>Called through its interface; where a struct shall be specialised, take the overload that names its type.</remarks>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="aggregator">The aggregator.</param>
    public Aggregation<T, TAccumulator, TResult> Use<TAccumulator, TResult>(IAggregator<T, TAccumulator, TResult> aggregator)
    {
        ArgumentNullException.ThrowIfNull(aggregator);
        return new ProjectedAggregation<T, T, TAccumulator, TResult, IAggregator<T, TAccumulator, TResult>>(
            NameOf(aggregator), null, aggregator);
    }

    /// <summary>An aggregator of one's own, for a part of the tuple; only that part is carried over an edge.</summary>
    /// <typeparam name="TValue">The part that is added.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="selector">Takes the part from a tuple.</param>
    /// <param name="aggregator">The aggregator.</param>
    public Aggregation<T, TAccumulator, TResult> Use<TValue, TAccumulator, TResult>(
        Func<T, TValue> selector, IAggregator<TValue, TAccumulator, TResult> aggregator)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(aggregator);
        return new ProjectedAggregation<T, TValue, TAccumulator, TResult, IAggregator<TValue, TAccumulator, TResult>>(
            NameOf(aggregator), selector, aggregator);
    }

    /// <summary>A struct of one's own, for which the runtime makes code without any virtual call. C# cannot infer the types here.</summary>
    /// <typeparam name="TValue">The part that is added.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <typeparam name="TAggregator">The aggregator's type.</typeparam>
    /// <param name="selector">Takes the part from a tuple.</param>
    /// <param name="aggregator">The aggregator.</param>
    public Aggregation<T, TAccumulator, TResult> Use<TValue, TAccumulator, TResult, TAggregator>(
        Func<T, TValue> selector, TAggregator aggregator)
        where TAggregator : struct, IAggregator<TValue, TAccumulator, TResult>
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new ProjectedAggregation<T, TValue, TAccumulator, TResult, TAggregator>(NameOf(aggregator), selector, aggregator);
    }

    /// <summary>An aggregation from lambdas; its accumulators are never changed in place, each step returns a new one.</summary>
    /// <remarks><c>a.Fold(0L, (sum, hit) => sum + hit.Bytes, (x, y) => x + y)</c>. See <see cref="Aggregator"/> for what the lambdas
    /// owe.</remarks>
    /// <typeparam name="TAccumulator">What is kept for each key and given to readers; an immutable type.</typeparam>
    /// <param name="zero">The accumulator of no tuples.</param>
    /// <param name="add">The accumulator with one tuple more.</param>
    /// <param name="merge">Two accumulators together.</param>
    public Aggregation<T, TAccumulator, TAccumulator> Fold<TAccumulator>(
        TAccumulator zero, Func<TAccumulator, T, TAccumulator> add, Func<TAccumulator, TAccumulator, TAccumulator> merge) =>
        Use(Aggregator.Create(zero, add, merge, static accumulator => accumulator));

    /// <summary>An aggregation from lambdas, with a result that differs from the accumulator.</summary>
    /// <typeparam name="TAccumulator">What is kept for each key; an immutable type.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="zero">The accumulator of no tuples.</param>
    /// <param name="add">The accumulator with one tuple more.</param>
    /// <param name="merge">Two accumulators together.</param>
    /// <param name="result">What readers are given.</param>
    public Aggregation<T, TAccumulator, TResult> Fold<TAccumulator, TResult>(
        TAccumulator zero,
        Func<TAccumulator, T, TAccumulator> add,
        Func<TAccumulator, TAccumulator, TAccumulator> merge,
        Func<TAccumulator, TResult> result) =>
        Use(Aggregator.Create(zero, add, merge, result));

    private static string NameOf(object aggregator) => aggregator is INamedAggregator named ? named.Name : aggregator.GetType().Name;
}
