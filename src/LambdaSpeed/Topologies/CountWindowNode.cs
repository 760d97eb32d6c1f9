using LambdaSpeed.State;
using LambdaSpeed.Views;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Topologies;

/// <summary>A realtime view of windows by number: accumulates so many tuples of a key, in the order in which they come.</summary>
internal sealed class CountWindowNode<TKey, TValue, TAccumulator, TResult, TAggregator>(
    NodeShape shape, TAggregator aggregator, CountWindowSettings settings, ICodec<TKey>? codec, bool isNamed, int? output)
    : TopologyNode(shape)
    where TKey : notnull
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    public TAggregator Aggregator => aggregator;

    public CountWindowSettings Settings => settings;

    /// <summary>Where full windows go; null when nobody wants them as a stream.</summary>
    public int? Output => output;

    /// <summary>How the number of tuples that each key has had is kept.</summary>
    public SectionCodec<TKey, long> Counts => new(codec!, Codec.Int64, Kind: settings.Kind);

    public override string? NeedsOneOwner => "it adds up windows by key";

    public override string? DependsOn => "which window a tuple is in depends on how many came before the cut";

    public override bool IsReplayedAlike => true;

    public override ViewTypes? ViewTypes => Topologies.ViewTypes.Of<CountWindow<TKey>, CountWindowResult<TResult>>();

    public ViewDefinition<CountWindow<TKey>, CountedSum<TAccumulator>, CountWindowResult<TResult>> Definition
    {
        get
        {
            var windows = new CountWindowCodec<TKey>(codec!);
            return new(
                Name,
                windows,
                () => new() { Value = aggregator.Zero() },
                Merge: null,
                sum => new(aggregator.Result(in sum.Value), sum.Count, sum.Count == settings.Size),
                aggregator is ICopyingAggregator<TAccumulator> copier ? sum => sum with { Value = copier.Copy(in sum.Value) } : null,
                aggregator.AccumulatorCodec is { } accumulators ? new CountedSumCodec<TAccumulator>(accumulators) : null,
                ExpectedKeys: 0,
                windows,
                settings.Kind);
        }
    }

    public override IEnumerable<TopologyProblem> Problems()
    {
        if (!isNamed && output is null)
        {
            yield return new(Name, "its windows were made neither a view nor a stream, so nobody could read them",
                "end the aggregation with ToView() or ToStream()");
        }
        foreach (var problem in AccumulatorProblems.Of<TAccumulator>(Name, aggregator)) yield return problem;
    }

    public override TVisited Accept<TVisited>(INodeVisitor<TVisited> visitor) => visitor.Visit(this);
}
