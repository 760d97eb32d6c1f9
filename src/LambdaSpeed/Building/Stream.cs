using LambdaSpeed.Building;
using LambdaSpeed.Groupings;

namespace LambdaSpeed;

/// <summary>A typed stream of a topology under description, with the grouping by which its next reader reads it: of merged streams each
/// keeps its own. Immutable.</summary>
/// <remarks>A stream may be read by any number of components; each gets all tuples. Operators are in <c>Stream.Operators.cs</c>, groupings
/// in <c>Stream.Groupings.cs</c>, bolts in <c>Stream.Bolts.cs</c>.</remarks>
/// <typeparam name="T">The tuples.</typeparam>
public partial class Stream<T>
{
    private readonly TopologyDraft _draft;
    private readonly GroupedSource<T>[] _sources; // one, or several that are merged

    internal Stream(TopologyDraft draft, params StreamSource[] sources)
        : this(draft, [.. sources.Select(source => new GroupedSource<T>(source, Grouping<T>.Default))])
    {
    }

    private Stream(TopologyDraft draft, GroupedSource<T>[] sources)
    {
        _draft = draft;
        _sources = sources;
    }

    internal TopologyDraft Draft => _draft;

    /// <summary>The parallelism that a reader takes over unless told otherwise.</summary>
    internal int Parallelism => _sources.Max(source => source.Of.Node.Parallelism);

    /// <summary>This stream and others as one; the tuples of each keep their order, among each other they have none. Each keeps the
    /// grouping
    /// it has; one that is named behind the merge is for all of them.</summary>
    /// <param name="others">The other streams.</param>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    public Stream<T> Merge(params Stream<T>[] others)
    {
        ArgumentNullException.ThrowIfNull(others);
        for (var i = 0; i < others.Length; i++)
        {
            if (others[i] is null) throw new ArgumentException(
                $"Stream {i} of those to be merged in topology '{_draft.Name}' is null. Remedy: leave it out.", nameof(others));
            RequireSameTopology(others[i]._draft);
        }
        return new Stream<T>(_draft, [.. _sources, .. others.SelectMany(other => other._sources)]);
    }

    /// <summary>A side output of the bolt this stream comes from.</summary>
    /// <typeparam name="TSide">The tuples of the side output.</typeparam>
    /// <param name="output">The side output that the bolt emits to.</param>
    public Stream<TSide> Side<TSide>(SideOutput<TSide> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new Stream<TSide>(_draft, [.. _sources.Select(source =>
            new StreamSource(source.Of.Node, source.Of.Node.AddOutput(typeof(TSide), output.Name, output)))]);
    }

    /// <summary>States that nobody needs to read this stream; otherwise an unread stream is reported as a mistake.</summary>
    public void Ignore()
    {
        foreach (var source in _sources) source.Of.Node.AllowUnread(source.Of.Output);
    }

    internal void ConnectTo(TopologyDraft draft, NodeDraft node, int input)
    {
        RequireSameTopology(draft);
        foreach (var source in _sources) _draft.Connect(source.Of, node, input, source.Grouping);
    }

    private void RequireSameTopology(TopologyDraft draft)
    {
        if (!ReferenceEquals(draft, _draft)) throw new InvalidOperationException(
            $"A stream of topology '{_draft.Name}' cannot be used in topology '{draft.Name}': each builder has its own streams.");
    }
}
