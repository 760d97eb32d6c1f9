using LambdaSpeed.Aggregation;

namespace LambdaSpeed;

/// <summary>An aggregator chosen for the tuples of a stream: what is taken from each tuple, and how it accumulates.</summary>
/// <remarks>Made by <see cref="Aggregates{T}"/>: <c>stream.GroupBy(…).Aggregate("name", a => a.Sum(hit => hit.Bytes))</c>.
/// Immutable.</remarks>
/// <typeparam name="T">The tuples.</typeparam>
/// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
/// <typeparam name="TResult">What readers are given.</typeparam>
public abstract class Aggregation<T, TAccumulator, TResult>
{
    private protected Aggregation()
    {
    }

    /// <summary>A short name for plans and diagrams, like <c>count</c> or <c>sum</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Hands the aggregator with its own types to the visitor, so that the engine can specialise its code for them.</summary>
    internal abstract TReturn Accept<TReturn>(IAggregationVisitor<T, TAccumulator, TResult, TReturn> visitor);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
