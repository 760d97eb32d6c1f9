using LambdaSpeed.Streams;

namespace LambdaSpeed.Groupings;

/// <summary>A grouping by key of tuples that bring the key's hash along.</summary>
internal sealed record KeyedGrouping<TKey, TValue>(GroupingKind Kind)
    : Grouping<KeyedTuple<TKey, TValue>>(Kind, HashOf: tuple => tuple.Hash)
{
    public override TResult Accept<TResult>(IGroupingVisitor<KeyedTuple<TKey, TValue>, TResult> visitor) =>
        visitor.VisitKeyed<TKey, TValue>(this);
}
