using LambdaSpeed.Building;

namespace LambdaSpeed;

/// <summary>A windowed aggregation that was described, to be made a view by <see cref="ToView"/>, without which <c>Build()</c> reports
/// it.</summary>
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

    /// <summary>Makes the windows a realtime view under the name of the aggregation.</summary>
    public WindowViewName<TKey, TResult> ToView()
    {
        _draft.IsNamed = true;
        return new(_node.Name);
    }
}
