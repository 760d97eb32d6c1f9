using LambdaSpeed.Building;
using LambdaSpeed.Groupings;

namespace LambdaSpeed;

/// <summary>A typed stream of a topology under description, with the grouping by which its next reader reads it. Immutable.</summary>
/// <remarks>A stream may be read by any number of components; each gets all tuples. Operators are in <c>Stream.Operators.cs</c>, groupings
/// in <c>Stream.Groupings.cs</c>, bolts in <c>Stream.Bolts.cs</c>.</remarks>
/// <typeparam name="T">The tuples.</typeparam>
public partial class Stream<T>
{
    private readonly TopologyDraft _draft;
    private readonly StreamSource[] _sources; // one, or several that are merged
    private readonly Grouping<T> _grouping;

    internal Stream(TopologyDraft draft, params StreamSource[] sources) : this(draft, sources, Grouping<T>.Default)
    {
    }

    private Stream(TopologyDraft draft, StreamSource[] sources, Grouping<T> grouping)
    {
        _draft = draft;
        _sources = sources;
        _grouping = grouping;
    }

    internal TopologyDraft Draft => _draft;

    /// <summary>The parallelism that a reader takes over unless told otherwise.</summary>
    internal int Parallelism => _sources.Max(source => source.Node.Parallelism);

    /// <summary>This stream and others as one; the tuples of each keep their order, among each other they have none.</summary>
    /// <param name="others">The other streams.</param>
    public Stream<T> Merge(params Stream<T>[] others)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach (var other in others) RequireSameTopology(other._draft);
        return new Stream<T>(_draft, [.. _sources, .. others.SelectMany(other => other._sources)], _grouping);
    }

    /// <summary>A side output of the bolt this stream comes from.</summary>
    /// <typeparam name="TSide">The tuples of the side output.</typeparam>
    /// <param name="output">The side output that the bolt emits to.</param>
    public Stream<TSide> Side<TSide>(SideOutput<TSide> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new Stream<TSide>(_draft, [.. _sources.Select(source =>
            new StreamSource(source.Node, source.Node.AddOutput(typeof(TSide), output.Name, output)))]);
    }

    /// <summary>States that nobody needs to read this stream; otherwise an unread stream is reported as a mistake.</summary>
    public void Ignore()
    {
        foreach (var source in _sources) source.Node.AllowUnread(source.Output);
    }

    internal void ConnectTo(TopologyDraft draft, NodeDraft node, int input)
    {
        RequireSameTopology(draft);
        foreach (var source in _sources) _draft.Connect(source, node, input, _grouping);
    }

    private void RequireSameTopology(TopologyDraft draft)
    {
        if (!ReferenceEquals(draft, _draft)) throw new InvalidOperationException(
            $"A stream of topology '{_draft.Name}' cannot be used in topology '{draft.Name}': each builder has its own streams.");
    }
}
