using LambdaSpeed.Components;
using LambdaSpeed.Sources;

namespace LambdaSpeed.Topologies;

/// <summary>A spout.</summary>
/// <param name="shape">How it is wired.</param>
/// <param name="factory">Makes the spout of one task.</param>
/// <param name="given">The spout itself when it was given as an object.</param>
/// <param name="undivided">What is read, in words, when several tasks cannot share it.</param>
/// <param name="dividedBy">Who divides the partitions, when that is known to be somebody outside.</param>
internal sealed class SpoutNode<T>(
    NodeShape shape, Func<ComponentScope, ISpout<T>> factory, ISpout<T>? given, string? undivided, string? dividedBy)
    : TopologyNode(shape)
{
    public override string? DividedBy => dividedBy;

    public override object? Given => given;

    /// <summary>Makes the spout of one task.</summary>
    public Func<ComponentScope, ISpout<T>> Factory => factory;

    public override IEnumerable<TopologyProblem> Problems()
    {
        if (Parallelism > 1 && undivided is not null)
        {
            yield return new(Name, $"its parallelism is {Parallelism}, but {undivided} cannot be divided over tasks", SingleTask.Remedy);
        }
        if (Shape.Options.TickInterval is { } interval)
        {
            yield return new(Name, $"its tick interval is {interval}, but a spout has no Tick",
                "leave the interval out, or answer SpoutStatus.PausedFor");
        }
    }

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
