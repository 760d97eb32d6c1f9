using System.Diagnostics;

namespace LambdaSpeed.Topologies;

/// <summary>A component of a topology. Immutable.</summary>
[DebuggerDisplay("{Kind} {Name} x{Parallelism}")]
internal abstract class TopologyNode(NodeShape shape)
{
    public NodeShape Shape => shape;

    public int Id => shape.Id;

    public string Name => shape.Name;

    public NodeKind Kind => shape.Kind;

    public int Parallelism => shape.Parallelism;

    /// <summary>The types of the view, when it is one.</summary>
    public virtual ViewTypes? ViewTypes => null;

    /// <summary>The object that was given in place of a factory; null when there is a factory.</summary>
    public virtual object? Given => null;

    /// <summary>Who divides the source's partitions; null when it is no spout, or one whose partitions have a fixed owner.</summary>
    public virtual string? DividedBy => null;

    /// <summary>Why all tuples of a key, or of all partitions, must come to this component and to no other process's, in words; null when
    /// they need not.</summary>
    public virtual string? NeedsOneOwner => null;

    /// <summary>Does the component read when tuples happened?</summary>
    public virtual bool ReadsEventTime => false;

    /// <summary>Does the component ask the spout of its task what that reads, so that the two must be in one task?</summary>
    public virtual bool ReadsSpout => false;

    /// <summary>How many tuples come to the component at once, when they are to be few: it may let its input wait for long. It then begins
    /// a task of its own, and its edges are short. Null for all others.</summary>
    public virtual int? ShortChunk => null;

    /// <summary>On what its results depend beside the tuple at hand, in words; null when on nothing.</summary>
    public virtual string? DependsOn => null;

    /// <summary>Where its results depend on more than the tuple at hand: is it the same when the tuples up to a cut are read again, so that
    /// what it still holds at the cut is what it holds in the run that goes on?</summary>
    public virtual bool IsReplayedAlike => false;

    /// <summary>Where it is a view whose results depend on more than the tuple at hand: do those up to a cut add up with those from there
    /// on all the same, when they were computed by the same steps?</summary>
    public virtual bool AddsUpOverCuts => false;

    /// <summary>Does it do things by the clock, which is another one when tuples are read again?</summary>
    public virtual bool UsesClock => Shape.Options.TickInterval is not null;

    /// <summary>Does it take the partitions that a task reads for one sequence, so that what is late depends on the order in which they are
    /// read?</summary>
    public virtual bool DependsOnOrder => false;

    /// <summary>What is wrong with the component itself, apart from its wiring.</summary>
    public virtual IEnumerable<TopologyProblem> Problems() => [];

    public abstract TResult Accept<TResult>(INodeVisitor<TResult> visitor);
}
