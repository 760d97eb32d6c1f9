namespace LambdaSpeed.Components;

/// <summary>A spout whose tuples wait in a queue of its own, which it alone reads, in order.</summary>
internal interface IQueuedSpout
{
    /// <summary>How many tuples it has accepted and not emitted. Any thread.</summary>
    int Count { get; }
}
