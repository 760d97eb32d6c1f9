namespace LambdaSpeed.Groupings;

/// <summary>A grouping with what it needs to know of the tuples.</summary>
/// <param name="Kind">Which grouping.</param>
/// <param name="HashOf">The stable hash of a tuple's key, for the groupings by key.</param>
/// <param name="Custom">Makes the custom grouping of one sending task.</param>
internal record Grouping<T>(GroupingKind Kind, Func<T, uint>? HashOf = null, Func<ICustomGrouping<T>>? Custom = null)
{
    public static readonly Grouping<T> Default = new(GroupingKind.LocalOrShuffle);

    public virtual TResult Accept<TResult>(IGroupingVisitor<T, TResult> visitor) => visitor.Visit(this);
}
