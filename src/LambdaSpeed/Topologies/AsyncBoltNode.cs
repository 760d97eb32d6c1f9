using LambdaSpeed.Components;

namespace LambdaSpeed.Topologies;

/// <summary>A bolt whose calls complete later.</summary>
internal sealed class AsyncBoltNode<TIn, TOut>(
    NodeShape shape, Func<ComponentScope, AsyncBolt<TIn, TOut>> factory, AsyncOptions calls, Func<TIn, uint>? keyHash, ICodec<TIn>? codec)
    : TopologyNode(shape)
{
    private const int MostCalls = 65_536;
    private const int MostHeld = 1 << 20;

    /// <summary>Makes the bolt of one task.</summary>
    public Func<ComponentScope, AsyncBolt<TIn, TOut>> Factory => factory;

    public AsyncOptions Calls => calls;

    /// <summary>The hash of the key by which calls are made one after the other; null when there is none.</summary>
    public Func<TIn, uint>? KeyHash => keyHash;

    /// <summary>Stores the tuples that are held; null when they have none, so that they cannot be stored.</summary>
    public ICodec<TIn>? Codec => codec;

    public override int? ShortChunk => calls.ChunkLength;

    public override string? NeedsOneOwner => keyHash is null ? null : "it makes the calls of a key one after the other";

    public override string? DependsOn => "calls that are under way at the cut come back after it";

    public override IEnumerable<TopologyProblem> Problems()
    {
        if (Shape.Options.TickInterval is { } interval)
        {
            yield return new(Name, $"its tick interval is {interval}, but an async bolt has no Tick",
                "leave the interval out, or tick in a Bolt beside it");
        }
        if (calls.MaxConcurrency is < 1 or > MostCalls)
        {
            yield return new(Name, $"its MaxConcurrency is {calls.MaxConcurrency}", $"choose from 1 to {MostCalls}");
        }
        else if (calls.Capacity < calls.MaxConcurrency || calls.Capacity > MostHeld)
        {
            yield return new(Name, $"its MaxHeld is {calls.Capacity}",
                $"choose from its MaxConcurrency, {calls.MaxConcurrency}, to {MostHeld}");
        }
        if (calls.Timeout <= TimeSpan.Zero || calls.Timeout > ComponentOptions.LongestTime)
        {
            yield return new(Name, $"its Timeout is {calls.Timeout}",
                $"choose a positive one of at most {ComponentOptions.LongestTime.TotalDays} days");
        }
        if (calls.StopPatience < TimeSpan.Zero || calls.StopPatience > ComponentOptions.LongestTime)
        {
            yield return new(Name, $"its StopPatience is {calls.StopPatience}",
                $"choose one of at most {ComponentOptions.LongestTime.TotalDays} days that is not negative");
        }
        if (!Enum.IsDefined(calls.Order)) yield return new(Name, $"its Order is {calls.Order}", "choose a member of AsyncOrder");
    }

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
