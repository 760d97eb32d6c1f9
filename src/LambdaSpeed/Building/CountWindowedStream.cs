using LambdaSpeed.Building;
using LambdaSpeed.Windows;

namespace LambdaSpeed;

/// <summary>A keyed stream divided into windows of so many tuples, to be aggregated. Immutable.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="T">The tuples.</typeparam>
public sealed class CountWindowedStream<TKey, T>
    where TKey : notnull
{
    private readonly KeyedStream<TKey, T> _stream;
    private readonly CountWindowSettings _settings;

    internal CountWindowedStream(KeyedStream<TKey, T> stream, CountWindowSettings settings)
    {
        _stream = stream;
        _settings = settings;
    }

    /// <summary>Lets go of full windows when a key has more of them, so that memory follows the keys. Without it all are kept for
    /// ever.</summary>
    /// <param name="windows">How many full ones of each key can be read; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public CountWindowedStream<TKey, T> Keep(int windows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(windows);
        return new(_stream, _settings with { Kept = windows });
    }

    /// <summary>Accumulates the tuples of each key in each window.</summary>
    /// <typeparam name="TAccumulator">What is kept for each window.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="name">The name of the view to be: its identity.</param>
    /// <param name="choose">Chooses the aggregator: <c>a => a.Count()</c>.</param>
    /// <param name="parallelism">How many tasks; each owns a share of the keys.</param>
    /// <exception cref="ArgumentException">No aggregator was chosen.</exception>
    public CountWindowedAggregation<TKey, TResult> Aggregate<TAccumulator, TResult>(
        string name, Func<Aggregates<T>, Aggregation<T, TAccumulator, TResult>> choose, int parallelism = 1)
    {
        ArgumentNullException.ThrowIfNull(choose);
        var aggregation = choose(Aggregates<T>.Instance) ?? throw new ArgumentException(
            $"The aggregator of '{name}' was chosen as null. Remedy: return one of the aggregators that are offered, as in a => a.Count().",
            nameof(choose));
        return aggregation.Accept(new CountWindowWiring<TKey, T, TAccumulator, TResult>(_stream, _settings, name, parallelism));
    }
}
