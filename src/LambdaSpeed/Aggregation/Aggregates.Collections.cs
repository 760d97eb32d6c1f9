using LambdaSpeed.Aggregation;

namespace LambdaSpeed;

public sealed partial class Aggregates<T>
{
    /// <summary>The distinct values, exactly.</summary>
    /// <remarks>Keeps every distinct value, with 12 bytes and spare room each; adding is one look-up. Without values it reads as the
    /// empty set. The set's order means nothing. Cannot subtract. A copy is O(1), so reading does not slow the writer.</remarks>
    /// <typeparam name="TValue">The values; compared by their own equality.</typeparam>
    /// <param name="selector">What is collected.</param>
    public Aggregation<T, Distinct<TValue>, IReadOnlySet<TValue>> Distinct<TValue>(Func<T, TValue> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new ProjectedAggregation<T, TValue, Distinct<TValue>, IReadOnlySet<TValue>, DistinctAggregator<TValue>>(
            "distinct", selector, default);
    }

    /// <summary>How many distinct values there are, exactly.</summary>
    /// <remarks>Keeps every distinct value, as <see cref="Distinct{TValue}"/> does; where that is too much, take a sketch. Without
    /// values it reads as 0.</remarks>
    /// <typeparam name="TValue">The values; compared by their own equality.</typeparam>
    /// <param name="selector">What is counted.</param>
    public Aggregation<T, Distinct<TValue>, long> CountDistinct<TValue>(Func<T, TValue> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new ProjectedAggregation<T, TValue, Distinct<TValue>, long, DistinctCountAggregator<TValue>>(
            "count-distinct", selector, default);
    }

    /// <summary>The most frequent items with their counts, exactly.</summary>
    /// <remarks>The price of being exact: keeps the count of every item, not only of the top, with 20 bytes and spare room each, and
    /// ranks all of them at each read. Adding is one look-up; a copy copies the counts. Of equal counts the smaller item ranks first.
    /// Without values it reads as empty. Can subtract; a count that is back at zero is not ranked.</remarks>
    /// <typeparam name="TItem">The items; must be comparable.</typeparam>
    /// <param name="size">How many are read, at least 1.</param>
    /// <param name="item">What is counted.</param>
    public Aggregation<T, ItemCounts<TItem>, IReadOnlyList<WeightedItem<TItem>>> TopN<TItem>(int size, Func<T, TItem> item)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(item);
        NaturalOrder<TItem>.Require(nameof(item));
        return new ProjectedAggregation<T, TItem, ItemCounts<TItem>, IReadOnlyList<WeightedItem<TItem>>, TopByCountAggregator<TItem>>(
            "top", item, new(size));
    }

    /// <summary>The items with the greatest sums of weights, exactly.</summary>
    /// <remarks>Costs as <see cref="TopN{TItem}(int, Func{T, TItem})"/>. An item whose weights sum to zero is not ranked. Sums wrap on
    /// overflow.</remarks>
    /// <typeparam name="TItem">The items; must be comparable.</typeparam>
    /// <param name="size">How many are read, at least 1.</param>
    /// <param name="item">What is ranked.</param>
    /// <param name="weight">What each tuple adds to its item.</param>
    public Aggregation<T, ItemCounts<TItem>, IReadOnlyList<WeightedItem<TItem>>> TopN<TItem>(
        int size, Func<T, TItem> item, Func<T, long> weight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(weight);
        NaturalOrder<TItem>.Require(nameof(item));
        return new ProjectedAggregation<T, (TItem Item, long Weight), ItemCounts<TItem>, IReadOnlyList<WeightedItem<TItem>>,
            TopByWeightAggregator<TItem>>("top", tuple => (item(tuple), weight(tuple)), new(size));
    }

    /// <summary>All items, sorted by position.</summary>
    /// <remarks>Keeps every position and item; adding is an append, a copy is O(1), a read sorts. Of equal positions the smaller item
    /// comes first. Without values it reads as empty. Cannot subtract.</remarks>
    /// <typeparam name="TItem">The items; must be comparable.</typeparam>
    /// <typeparam name="TPosition">The positions; must be comparable.</typeparam>
    /// <param name="item">What is listed.</param>
    /// <param name="position">Where in the list it belongs.</param>
    public Aggregation<T, Collected<(TPosition Rank, TItem Item)>, IReadOnlyList<TItem>> ToList<TItem, TPosition>(
        Func<T, TItem> item, Func<T, TPosition> position)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(position);
        NaturalOrder<TPosition>.Require(nameof(position));
        NaturalOrder<TItem>.Require(nameof(item));
        return new ProjectedAggregation<T, (TPosition Rank, TItem Item), Collected<(TPosition Rank, TItem Item)>, IReadOnlyList<TItem>,
            ListAggregator<(TPosition Rank, TItem Item), TItem, RankThenItem<TPosition, TItem, Ascending<TPosition>>,
                RankedItemPart<TPosition, TItem>>>("list", tuple => (position(tuple), item(tuple)), default);
    }

    /// <summary>All items, sorted by position and tie-break, where items have no order of their own.</summary>
    /// <remarks>As the overload without tie-break, but of equal positions the smaller tie-break comes first; tuples equal in both are
    /// taken for interchangeable, so the tie-break must tell apart what readers can.</remarks>
    /// <typeparam name="TItem">The items.</typeparam>
    /// <typeparam name="TPosition">The positions; must be comparable.</typeparam>
    /// <typeparam name="TTieBreak">The tie-breaks; must be comparable.</typeparam>
    /// <param name="item">What is listed.</param>
    /// <param name="position">Where in the list it belongs.</param>
    /// <param name="tieBreak">What decides between equal positions.</param>
    public Aggregation<T, Collected<(TPosition Rank, TTieBreak TieBreak, TItem Item)>, IReadOnlyList<TItem>>
        ToList<TItem, TPosition, TTieBreak>(Func<T, TItem> item, Func<T, TPosition> position, Func<T, TTieBreak> tieBreak)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(tieBreak);
        NaturalOrder<TPosition>.Require(nameof(position));
        NaturalOrder<TTieBreak>.Require(nameof(tieBreak));
        return new ProjectedAggregation<T, (TPosition Rank, TTieBreak TieBreak, TItem Item),
            Collected<(TPosition Rank, TTieBreak TieBreak, TItem Item)>, IReadOnlyList<TItem>,
            ListAggregator<(TPosition Rank, TTieBreak TieBreak, TItem Item), TItem,
                RankThenTieBreak<TPosition, TTieBreak, TItem, Ascending<TPosition>>,
                TieBrokenItemPart<TPosition, TTieBreak, TItem>>>(
            "list", tuple => (position(tuple), tieBreak(tuple), item(tuple)), default);
    }
}
