using LambdaSpeed.Sources;

namespace LambdaSpeed.Topologies;

/// <summary>A spout.</summary>
internal sealed class SpoutNode<T>(NodeShape shape, Func<ISpout<T>> factory, ISpout<T>? given) : TopologyNode(shape)
{
    public override object? Given => given;

    /// <summary>Makes the spout of one task.</summary>
    public Func<ISpout<T>> Factory => factory;

    public override IEnumerable<TopologyProblem> Problems()
    {
        if (Parallelism > 1 && SingleTask.SourceOf(factory) is { } source)
        {
            yield return new(Name, $"its parallelism is {Parallelism}, but {source} cannot be divided over tasks", SingleTask.Remedy);
        }
        if (Shape.Options.TickInterval is { } interval)
        {
            yield return new(Name, $"its tick interval is {interval}, but a spout has no Tick",
                "leave the interval out, or answer SpoutStatus.PausedFor");
        }
    }

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
