using LambdaSpeed.Edges;

namespace LambdaSpeed.Tasks;

/// <summary>The channels of one stream edge, seen without their type: one for each pair of tasks that it links.</summary>
internal abstract class EdgeWiring
{
    /// <summary>The receiving ends for one receiving task.</summary>
    /// <param name="task">The receiving task's index within its chain.</param>
    /// <param name="target">The buffer behind: a <c>TupleBuffer</c> of the edge's type.</param>
    public abstract IEnumerable<EdgeReader> ReadersOf(int task, object target);

    /// <summary>The sending side for one sending task.</summary>
    /// <param name="task">The sending task's index within its chain.</param>
    /// <param name="gate">Counts the full edges of the sending task.</param>
    /// <param name="port">The output it sends from: an <c>OutputPort</c> of the edge's type.</param>
    public abstract EdgeRouter RouterOf(int task, OutputGate gate, object port);

    /// <summary>All channels.</summary>
    public abstract IEnumerable<IEdgeMeter> Meters { get; }
}
