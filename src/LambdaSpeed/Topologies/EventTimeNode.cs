namespace LambdaSpeed.Topologies;

/// <summary>Says when each tuple happened, and how the watermark follows from that.</summary>
internal sealed class EventTimeNode<T>(
    NodeShape shape, Func<T, DateTimeOffset> eventTime, WatermarkStrategy strategy, Func<T, int>? partitionOf) : TopologyNode(shape)
{
    public Func<T, DateTimeOffset> EventTime => eventTime;

    public WatermarkStrategy Strategy => strategy;

    /// <summary>Which of the strategy's partitions a tuple belongs to; null for those of the source, where there are several.</summary>
    public Func<T, int>? PartitionOf => partitionOf;

    public override IEnumerable<TopologyProblem> Problems()
    {
        if (Parallelism > 1 && strategy is { Partitions: > 1, IdleAfter: null } && partitionOf is null)
        {
            yield return new(Name, $"each of its {Parallelism} tasks would wait for partitions of the source that another task reads",
                "leave ForPartitions out, say partitionOf, or let partitions be idle with WithIdleAfter");
        }
    }

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
