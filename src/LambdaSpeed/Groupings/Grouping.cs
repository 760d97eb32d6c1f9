namespace LambdaSpeed.Groupings;

/// <summary>A grouping with what it needs to know of the tuples.</summary>
/// <param name="Kind">Which grouping.</param>
/// <param name="HashOf">The stable hash of a tuple's key, for the groupings by key.</param>
/// <param name="Custom">Makes the custom grouping of one sending task.</param>
internal record Grouping<T>(GroupingKind Kind, Func<T, uint>? HashOf = null, Func<ICustomGrouping<T>>? Custom = null)
{
    public static readonly Grouping<T> Default = new(GroupingKind.LocalOrShuffle);

    /// <summary>Has user code a say in each tuple? Such an edge is never fused nor cut short, so that what that code throws, or a null key,
    /// is noticed whatever the parallelism.</summary>
    public virtual bool RunsUserCode => HashOf is not null || Custom is not null || Kind == GroupingKind.Direct;

    public virtual TResult Accept<TResult>(IGroupingVisitor<T, TResult> visitor) => visitor.Visit(this);
}
