using LambdaSpeed.Building;

namespace LambdaSpeed;

/// <summary>A windowed aggregation that was described, to be made a view by <see cref="ToView"/>, a stream by <see cref="ToStream"/>, or
/// both; without either <c>Build()</c> reports it.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="T">The tuples.</typeparam>
/// <typeparam name="TResult">What readers are given for a window.</typeparam>
public sealed class WindowedAggregation<TKey, T, TResult>
    where TKey : notnull
{
    private readonly TopologyDraft _topology;
    private readonly NodeDraft _node;
    private readonly WindowDraft _draft;
    private readonly LatePolicy _late;

    internal WindowedAggregation(TopologyDraft topology, NodeDraft node, WindowDraft draft, LatePolicy late)
    {
        _topology = topology;
        _node = node;
        _draft = draft;
        _late = late;
    }

    /// <summary>The tuples that came when all of their windows were final, with their event times; needs
    /// <see cref="LatePolicy.SideOutput"/>.</summary>
    public Stream<T> LateTuples()
    {
        if (_late == LatePolicy.SideOutput) return new Stream<T>(_topology, new StreamSource(_node, 0));

        _topology.Report(new(_node.Name, $"its late tuples are read, but its policy for them is {_late}",
            "say OnLate(LatePolicy.SideOutput) before Aggregate"));
        return new Stream<T>(_topology, new StreamSource(_node, _node.AddOutput(typeof(T), "late tuples")));
    }

    /// <summary>Makes the results of windows a stream, to be processed further, put out, or divided into windows again.</summary>
    /// <remarks>
    /// <para>The stream has event time, and a watermark that no firing on time is late by. Late firings are, for windows behind that allow
    /// no lateness.</para>
    /// <para>Where the windows are not made a view as well, and <c>KeepFor</c> was not said, they are let go when they are final.</para>
    /// <para>What has been fired is state: with a stream, sessions are kept in another format than without one, and a start from a
    /// checkpoint of before is refused. For other windows a stream may be added: it begins with those that end later.</para>
    /// </remarks>
    /// <param name="firings">When windows fire; by default once, on time. One for each aggregation.</param>
    public Stream<WindowFiring<TKey, TResult>> ToStream(FiringPolicy? firings = null)
    {
        firings ??= FiringPolicy.OnTime();
        if (_draft.Firings is null)
        {
            _draft.Firings = new(firings, _node.AddOutput(typeof(WindowFiring<TKey, TResult>), "firings"));
        }
        else if (_draft.Firings.Policy != firings) _topology.Report(new(_node.Name,
            $"its windows are to fire in two ways: {_draft.Firings.Policy}, and {firings}",
            "call ToStream once and keep what it returns; for two ways describe two aggregations"));
        return new Stream<WindowFiring<TKey, TResult>>(_topology, new StreamSource(_node, _draft.Firings.Output));
    }

    /// <summary>Makes the windows a realtime view under the name of the aggregation.</summary>
    public WindowViewName<TKey, TResult> ToView()
    {
        _draft.IsNamed = true;
        return new(_node.Name);
    }
}
