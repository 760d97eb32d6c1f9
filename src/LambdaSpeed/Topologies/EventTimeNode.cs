namespace LambdaSpeed.Topologies;

/// <summary>Says when each tuple happened, and how the watermark follows from that.</summary>
internal sealed class EventTimeNode<T>(
    NodeShape shape, Func<T, DateTimeOffset> eventTime, WatermarkStrategy strategy, Func<T, int>? partitionOf) : TopologyNode(shape)
{
    public Func<T, DateTimeOffset> EventTime => eventTime;

    public WatermarkStrategy Strategy => strategy;

    /// <summary>Which of the strategy's partitions a tuple belongs to; null for those of the source, where there are several.</summary>
    public Func<T, int>? PartitionOf => partitionOf;

    public override string? NeedsOneOwner => "how far event time has come takes all partitions";

    public override string? DependsOn => strategy.MaxAhead is null
        ? null
        : "which tuples it refuses as too far ahead depends on the clock (WithMaxAhead)";

    public override bool UsesClock => strategy.IdleAfter is not null;

    public override bool DependsOnOrder => strategy.Partitions == 1 && strategy.Disorder != long.MaxValue; // else nothing is late

    public override bool ReadsSpout =>
        partitionOf is null && (strategy.HasSourcePartitions || (Parallelism > 1 && strategy is { Partitions: > 1, IdleAfter: null }));

    public override IEnumerable<TopologyProblem> Problems()
    {
        if (strategy.HasSourcePartitions && partitionOf is not null)
        {
            yield return new(Name, "its watermarks are for the partitions of the source, and partitionOf names others",
                "leave partitionOf out, or say ForPartitions(…)");
        }
    }

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
