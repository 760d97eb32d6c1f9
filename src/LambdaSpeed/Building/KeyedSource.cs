using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Building;

/// <summary>A stream, where its keys come from, and which part of a tuple is grouped (all of it when that selector is null).</summary>
internal sealed class KeyedSource<TSource, TKey, T>(
    Stream<TSource> stream,
    Func<TSource, TKey> keySelector,
    Func<TSource, T>? elementSelector,
    ICodec<TKey>? codec,
    TupleFailurePolicy onFailure) : IKeyedSource<TKey, T>
    where TKey : notnull
{
    public ICodec<TKey>? Codec => codec;

    public TopologyDraft Draft => stream.Draft;

    public Stream<KeyedTuple<TKey, TValue>> Key<TValue>(Func<T, TValue>? projection) =>
        stream.Operator<KeyedTuple<TKey, TValue>>("key",
            shape => new KeyNode<TSource, TKey, TValue>(shape, keySelector, Compose(projection), codec), onFailure, NodeKind.Key);

    /// <summary>From the tuple to the value. Without an element selector the tuple is the element; without a projection the element is the
    /// value: the casts of delegates below state just that.</summary>
    private Func<TSource, TValue>? Compose<TValue>(Func<T, TValue>? projection)
    {
        if (elementSelector is null) return (Func<TSource, TValue>?)(object?)projection;
        if (projection is null) return (Func<TSource, TValue>)(object)elementSelector;
        return tuple => projection(elementSelector(tuple));
    }
}
