using LambdaSpeed.Components;

namespace LambdaSpeed.Topologies;

/// <summary>A bolt on a keyed stream.</summary>
internal sealed class KeyedBoltNode<TKey, TIn, TOut>(
    NodeShape shape, Func<ComponentScope, KeyedBolt<TKey, TIn, TOut>> factory, ICodec<TKey>? codec, bool readsEventTime)
    : TopologyNode(shape)
    where TKey : notnull
{
    /// <summary>Makes the bolt of one task.</summary>
    public Func<ComponentScope, KeyedBolt<TKey, TIn, TOut>> Factory => factory;

    /// <summary>Stores the keys; present in every topology that was built.</summary>
    public ICodec<TKey> Codec => codec!;

    public override string? NeedsOneOwner => "it keeps state by key";

    public override bool ReadsEventTime => readsEventTime;

    public override string? DependsOn => "it keeps state, so what it emits depends on tuples before the cut";

    public override bool IsReplayedAlike => true;

    public override IEnumerable<TopologyProblem> Problems()
    {
        if (Shape.Options.TickInterval is { } interval)
        {
            yield return new(Name, $"its tick interval is {interval}, but a keyed bolt has no Tick",
                "leave the interval out, and declare a timer in Open; what is without keys belongs into a Bolt behind it");
        }
    }

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
