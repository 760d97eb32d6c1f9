using LambdaSpeed.Building;
using LambdaSpeed.Windows;

namespace LambdaSpeed;

/// <summary>A keyed stream divided into windows of event time, to be aggregated. Immutable.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="T">The tuples.</typeparam>
public sealed class WindowedStream<TKey, T>
    where TKey : notnull
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(36_500);

    private readonly KeyedStream<TKey, T> _stream;
    private readonly WindowSettings _settings;

    internal WindowedStream(KeyedStream<TKey, T> stream, WindowSettings settings)
    {
        _stream = stream;
        _settings = settings;
    }

    /// <summary>Has windows accept tuples for some time after the watermark has passed their end; results are corrected then.</summary>
    /// <param name="lateness">For how long; the default is zero. In event time: by how much the watermark may be ahead.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or above 36,500 days.</exception>
    public WindowedStream<TKey, T> AllowLateness(TimeSpan lateness)
    {
        Require(lateness, nameof(lateness));
        return new(_stream, _settings with { Lateness = lateness.Ticks });
    }

    /// <summary>Says what becomes of tuples that come when all of their windows are final.</summary>
    /// <param name="policy">The default is <see cref="LatePolicy.Drop"/>. With <see cref="LatePolicy.SideOutput"/> read
    /// <see cref="WindowedAggregation{TKey, T, TResult}.LateTuples"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The policy is none of its members.</exception>
    public WindowedStream<TKey, T> OnLate(LatePolicy policy)
    {
        if (!Enum.IsDefined(policy)) throw new ArgumentOutOfRangeException(nameof(policy), policy, "Choose a member of LatePolicy.");
        return new(_stream, _settings with { Late = policy });
    }

    /// <summary>Lets go of windows some time after they have become final, so that memory follows those that are live. Without it they are
    /// kept for ever.</summary>
    /// <param name="time">For how long they can be read, in event time. They are let go bit by bit, so some can be read for longer;
    /// and after the end of the input no more are.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or above 36,500 days.</exception>
    public WindowedStream<TKey, T> KeepFor(TimeSpan time)
    {
        Require(time, nameof(time));
        return new(_stream, _settings with { Kept = time.Ticks });
    }

    /// <summary>Accumulates the tuples of each key in each window.</summary>
    /// <typeparam name="TAccumulator">What is kept for each key and pane.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="name">The name of the view to be: its identity.</param>
    /// <param name="choose">Chooses the aggregator: <c>a => a.Count()</c>.</param>
    /// <param name="parallelism">How many tasks; each owns a share of the keys.</param>
    /// <exception cref="ArgumentException">No aggregator was chosen.</exception>
    public WindowedAggregation<TKey, T, TResult> Aggregate<TAccumulator, TResult>(
        string name, Func<Aggregates<T>, Aggregation<T, TAccumulator, TResult>> choose, int parallelism = 1)
    {
        ArgumentNullException.ThrowIfNull(choose);
        var aggregation = choose(Aggregates<T>.Instance) ?? throw new ArgumentException(
            $"The aggregator of '{name}' was chosen as null. Remedy: return one of the aggregators that are offered, as in a => a.Count().",
            nameof(choose));
        return aggregation.Accept(
            new WindowWiring<TKey, T, TAccumulator, TResult>(_stream, _settings, name, aggregation.Name, parallelism));
    }

    private static void Require(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, _longest, name);
    }
}
