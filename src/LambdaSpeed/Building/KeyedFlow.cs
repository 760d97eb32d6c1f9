using LambdaSpeed.Groupings;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Building;

/// <summary>A stream of keys and values, and how it is to come together.</summary>
internal sealed record KeyedFlow<TKey, TValue>(Stream<KeyedTuple<TKey, TValue>> Tuples, KeyExchange Exchange)
{
    /// <summary>The tuples by one of the groupings by key.</summary>
    public Stream<KeyedTuple<TKey, TValue>> Stream(GroupingKind kind) =>
        Tuples.By(new KeyedGrouping<TKey, TValue>(kind));
}
