namespace LambdaSpeed.Aggregation;

/// <summary>An aggregator whose type name would tell nothing in a plan.</summary>
internal interface INamedAggregator
{
    /// <summary>What the plan prints.</summary>
    string Name { get; }
}
