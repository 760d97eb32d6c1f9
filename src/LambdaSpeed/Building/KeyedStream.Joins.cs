using LambdaSpeed.Building;
using LambdaSpeed.Joins;

namespace LambdaSpeed;

/// <content>Two keyed streams together: joins by event time, and co-groups.</content>
public abstract partial class KeyedStream<TKey, T>
{
    /// <summary>Joins each tuple with those of another stream that have its key and are near it in event time.</summary>
    /// <remarks>
    /// <para>Both streams need event times (<c>WithEventTime</c>). A result is made as soon as the second of two tuples has come; its event
    /// time is that of the later one. A tuple costs as much as it has partners.</para>
    /// <para>A tuple that comes behind the watermark of its own source by more than the allowed lateness is late: left out, counted, and
    /// to be read by <see cref="JoinedStream{TLeft, TRight, TOut}.LateLeft"/> and
    /// <see cref="JoinedStream{TLeft, TRight, TOut}.LateRight"/>. What is joined depends on the streams alone, not on which is read
    /// first.</para>
    /// <para>The kept tuples are part of every checkpoint, under the join's name. Processed again after a failure, each result counts
    /// once.</para>
    /// </remarks>
    /// <typeparam name="TRight">The tuples of the other stream.</typeparam>
    /// <typeparam name="TOut">The results.</typeparam>
    /// <param name="right">The other stream, grouped by the same key.</param>
    /// <param name="name">The component's name: the identity of its state.</param>
    /// <param name="window">How far apart two tuples may be.</param>
    /// <param name="selector">Makes the result of two tuples; may be called by several tasks at once.</param>
    /// <param name="parallelism">How many tasks; each owns a share of the keys.</param>
    /// <param name="options">How the tasks run, and what becomes of a tuple upon which the selector throws.</param>
    public JoinedStream<T, TRight, TOut> Join<TRight, TOut>(
        KeyedStream<TKey, TRight> right, string name, JoinWindow window, Func<T, TRight, TOut> selector,
        int parallelism = 1, ComponentOptions? options = null) =>
        JoinBy(right, name, new JoinRule<T, TRight, TOut>(Checked(window), false, false, Checked(selector)!), parallelism, options);

    /// <summary>As <see cref="Join"/>; besides, a tuple of this stream that has found no partner makes a result with the default in place
    /// of one, as soon as none can come any more.</summary>
    /// <remarks>Such a result has the event time of its tuple. The watermark behind the join is held back by what it has to wait for (the
    /// window's <see cref="JoinWindow.After"/> and the allowed lateness), so that no result is late. The default of a struct is a value
    /// like any other: to tell "no partner" from zeros, make the other stream one of nullable tuples first,
    /// <c>Select(tuple => (T?)tuple)</c>.</remarks>
    /// <inheritdoc cref="Join"/>
    public JoinedStream<T, TRight, TOut> LeftJoin<TRight, TOut>(
        KeyedStream<TKey, TRight> right, string name, JoinWindow window, Func<T, TRight?, TOut> selector,
        int parallelism = 1, ComponentOptions? options = null) =>
        JoinBy(right, name, new JoinRule<T, TRight, TOut>(Checked(window), true, false, Checked(selector)!), parallelism, options);

    /// <summary>As <see cref="Join"/>; besides, a tuple of the other stream that has found no partner makes a result with the default in
    /// place of one, as soon as none can come any more.</summary>
    /// <remarks>Such a result has the event time of its tuple. The watermark behind the join is held back by what it has to wait for (the
    /// window's <see cref="JoinWindow.Before"/> and the allowed lateness), so that no result is late. Of structs, see
    /// <see cref="LeftJoin"/>.</remarks>
    /// <inheritdoc cref="Join"/>
    public JoinedStream<T, TRight, TOut> RightJoin<TRight, TOut>(
        KeyedStream<TKey, TRight> right, string name, JoinWindow window, Func<T?, TRight, TOut> selector,
        int parallelism = 1, ComponentOptions? options = null) =>
        JoinBy(right, name, new JoinRule<T, TRight, TOut>(Checked(window), false, true, Checked(selector)!), parallelism, options);

    /// <summary>As <see cref="Join"/>; besides, a tuple of either stream that has found no partner makes a result with the default in place
    /// of one, as soon as none can come any more.</summary>
    /// <remarks>Such a result has the event time of its tuple. The watermark behind the join is held back by the greater of the window's
    /// bounds and the allowed lateness, so that no result is late. Of structs, see
    /// <see cref="LeftJoin"/>.</remarks>
    /// <inheritdoc cref="Join"/>
    public JoinedStream<T, TRight, TOut> FullJoin<TRight, TOut>(
        KeyedStream<TKey, TRight> right, string name, JoinWindow window, Func<T?, TRight?, TOut> selector,
        int parallelism = 1, ComponentOptions? options = null) =>
        JoinBy(right, name, new JoinRule<T, TRight, TOut>(Checked(window), true, true, Checked(selector)), parallelism, options);

    /// <summary>This stream and another as one stream of the tuples of either side, by key: to be aggregated, divided into windows, or
    /// given to one keyed bolt. Of three streams, co-group the result with the third.</summary>
    /// <typeparam name="TRight">The tuples of the other stream.</typeparam>
    /// <param name="right">The other stream, grouped by the same key.</param>
    public CoGroupedStream<TKey, T, TRight> CoGroup<TRight>(KeyedStream<TKey, TRight> right) => CoGroup(right, $"{Draft.Name}: CoGroup");

    private CoGroupedStream<TKey, T, TRight> CoGroup<TRight>(KeyedStream<TKey, TRight> right, string name)
    {
        ArgumentNullException.ThrowIfNull(right);
        if (Codec is { } left && right.Codec is { } other && left.Schema != other.Schema)
        {
            Draft.Report(new(name, $"its left stream has keys written as {left.Schema}, its right one keys written as {other.Schema}, " +
                "so that the same key would come to different tasks", "group both by the same codec"));
        }
        RequireWhole(name);
        right.RequireWhole(name);
        if (LambdaSpeed.Codec.TryFor<T>(out var ofLeft) && LambdaSpeed.Codec.TryFor<TRight>(out var ofRight))
        {
            LambdaSpeed.Codec.RegisterGenerated(new EitherCodec<T, TRight>(ofLeft, ofRight));
        }
        return new(new CoGroupedSource<TKey, T, TRight>(_source, right._source));
    }

    private JoinedStream<T, TRight, TOut> JoinBy<TRight, TOut>(
        KeyedStream<TKey, TRight> right, string name, JoinRule<T, TRight, TOut> rule, int parallelism, ComponentOptions? options)
    {
        if (rule.Window.Problem() is { } problem)
        {
            Draft.Report(new(name, problem, $"choose bounds that are not negative and at most {JoinWindow.Longest.TotalDays} days"));
        }
        var both = CoGroup(right, name);
        var node = both.AddBolt(
            name, _ => new IntervalJoinBolt<TKey, T, TRight, TOut>(rule), parallelism, options, readsEventTime: true);
        return new(Draft, node,
            IntervalJoinBolt<TKey, T, TRight, TOut>.LateLeft, IntervalJoinBolt<TKey, T, TRight, TOut>.LateRight);
    }

    private void RequireWhole(string name)
    {
        if (_exchange is KeyExchange.PartialKey or KeyExchange.PreAggregate)
        {
            Draft.Report(new(name, "it reads partial results, which only an aggregation can merge",
                "leave out PartialKey and PreAggregate before a bolt, a join or a co-group"));
        }
    }

    private static TArgument Checked<TArgument>(TArgument argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument;
    }
}
