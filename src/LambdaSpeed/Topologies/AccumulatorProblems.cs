using LambdaSpeed.Aggregation;

namespace LambdaSpeed.Topologies;

/// <summary>What keeps a view from holding the accumulators of an aggregator.</summary>
internal static class AccumulatorProblems
{
    public static IEnumerable<TopologyProblem> Of<TAccumulator>(string view, object? aggregator)
    {
        var changesInPlace = typeof(TAccumulator).IsClass && typeof(TAccumulator) != typeof(string);
        if (changesInPlace && aggregator is not (ICopyingAggregator<TAccumulator> or IImmutableAccumulation { IsImmutable: true }))
        {
            yield return new(view, $"the accumulator {typeof(TAccumulator)} is a class, and its aggregator does not say how to copy it",
                "implement ICopyingAggregator<TAccumulator>, or make the accumulator a struct");
        }
    }
}
