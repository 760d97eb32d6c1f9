using LambdaSpeed.Building;

namespace LambdaSpeed;

/// <summary>An aggregation by windows of so many tuples, to be made a view by <see cref="ToView"/>, a stream by <see cref="ToStream"/>, or
/// both; without either <c>Build()</c> reports it.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TResult">What readers are given for a window.</typeparam>
public sealed class CountWindowedAggregation<TKey, TResult>
    where TKey : notnull
{
    private readonly TopologyDraft _topology;
    private readonly NodeDraft _node;
    private readonly CountWindowDraft _draft;

    internal CountWindowedAggregation(TopologyDraft topology, NodeDraft node, CountWindowDraft draft)
    {
        _topology = topology;
        _node = node;
        _draft = draft;
    }

    /// <summary>Makes the windows a realtime view under the name of the aggregation: those that are full, and those that are not
    /// yet.</summary>
    public ViewName<CountWindow<TKey>, CountWindowResult<TResult>> ToView()
    {
        _draft.IsNamed = true;
        return new(_node.Name);
    }

    /// <summary>Makes the results of full windows a stream: once for each, with the tuple that filled it, whose event time it has. A stop
    /// and the end of the input fill no window.</summary>
    /// <remarks>Where the windows are not made a view as well, and <c>Keep</c> was not said, they are let go when they are full.</remarks>
    public Stream<KeyValuePair<CountWindow<TKey>, TResult>> ToStream()
    {
        _draft.Output ??= _node.AddOutput(typeof(KeyValuePair<CountWindow<TKey>, TResult>), "full windows");
        return new(_topology, new StreamSource(_node, _draft.Output.Value));
    }
}
