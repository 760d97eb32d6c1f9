using LambdaSpeed.Aggregation;

namespace LambdaSpeed;

public sealed partial class Aggregates<T>
{
    /// <summary>The number of tuples.</summary>
    /// <remarks>Keeps 8 bytes; adding is one increment and carries nothing of the tuple. Without values it reads as 0. Can
    /// subtract.</remarks>
    public Aggregation<T, long, long> Count() =>
        new ProjectedAggregation<T, Unit, long, long, CountAggregator>("count", static _ => default, default);

    /// <summary>The number of tuples that meet a condition.</summary>
    /// <remarks>Keeps 8 bytes; adding is one addition. Without values it reads as 0. Can subtract. Use it in a combination; on its own,
    /// a <c>Where</c> before the aggregation carries less.</remarks>
    /// <param name="predicate">The condition.</param>
    public Aggregation<T, long, long> CountWhere(Func<T, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new ProjectedAggregation<T, bool, long, long, CountWhereAggregator>("count-where", predicate, default);
    }
}
