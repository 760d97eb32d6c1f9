using LambdaSpeed.Aggregation;

namespace LambdaSpeed.Tests.Aggregation;

/// <summary>Opens an aggregation and reads the schema of its accumulators; null when they have no codec.</summary>
internal sealed class AccumulatorSchema<T, TAccumulator, TResult> : IAggregationVisitor<T, TAccumulator, TResult, string?>
{
    public string? Visit<TValue, TAggregator>(Func<T, TValue>? projection, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult> => aggregator.AccumulatorCodec?.Schema;
}
