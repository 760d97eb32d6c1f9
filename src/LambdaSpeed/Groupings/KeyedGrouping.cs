using LambdaSpeed.Streams;

namespace LambdaSpeed.Groupings;

/// <summary>A grouping by key of tuples that bring the key's hash along.</summary>
internal sealed record KeyedGrouping<TKey, TValue>(GroupingKind Kind)
    : Grouping<KeyedTuple<TKey, TValue>>(Kind, HashOf: tuple => tuple.Hash)
{
    /// <summary>False: the key was taken, and looked at, by the component before.</summary>
    public override bool RunsUserCode => false;

    public override TResult Accept<TResult>(IGroupingVisitor<KeyedTuple<TKey, TValue>, TResult> visitor) =>
        visitor.VisitKeyed<TKey, TValue>(this);
}
