using LambdaSpeed.Building;

namespace LambdaSpeed;

/// <summary>A bolt that was added to a topology, to be connected: <c>builder.AddBolt(…).From(stream).Output</c>.</summary>
/// <typeparam name="TIn">The tuples it reads.</typeparam>
/// <typeparam name="TOut">The tuples of its main output.</typeparam>
public sealed class BoltWiring<TIn, TOut>
{
    private readonly TopologyDraft _draft;
    private readonly NodeDraft _node;

    internal BoltWiring(TopologyDraft draft, NodeDraft node)
    {
        _draft = draft;
        _node = node;
        Output = new ProcessedStream<TIn, TOut>(draft, node);
    }

    /// <summary>The bolt's main output.</summary>
    public ProcessedStream<TIn, TOut> Output { get; }

    /// <summary>Has the bolt read a stream, by the stream's grouping. May be called several times: the streams are merged.</summary>
    /// <param name="stream">The stream.</param>
    public BoltWiring<TIn, TOut> From(Stream<TIn> stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.ConnectTo(_draft, _node, 0);
        return this;
    }
}
