namespace LambdaSpeed.Aggregation;

/// <summary>How accumulators are copied.</summary>
internal static class AccumulatorCopy
{
    /// <summary>Copies the accumulators of an aggregator; null when assigning one copies it whole.</summary>
    public static Func<TAccumulator, TAccumulator>? Of<TAccumulator>(object aggregator) =>
        aggregator is ICopyingAggregator<TAccumulator> copier ? accumulator => copier.Copy(in accumulator) : null;
}
