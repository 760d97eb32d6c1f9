using System.Runtime.CompilerServices;

namespace LambdaSpeed.Aggregation;

/// <summary>Which aggregations a sending task may begin by itself.</summary>
internal static class PartialSums
{
    private const int MostBytes = 16;

    /// <summary>Are key and accumulator so small that adding up can be cheaper than sending? What holds references is not: finding a key
    /// again costs what sending it would, and accumulators would be made to be thrown away.</summary>
    public static bool AreSmall<TKey, TAccumulator>(object aggregator) =>
        !RuntimeHelpers.IsReferenceOrContainsReferences<TKey>() && Unsafe.SizeOf<TKey>() <= MostBytes &&
        !RuntimeHelpers.IsReferenceOrContainsReferences<TAccumulator>() && Unsafe.SizeOf<TAccumulator>() <= MostBytes &&
        aggregator is not ICopyingAggregator<TAccumulator>;
}
