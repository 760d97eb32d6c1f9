namespace LambdaSpeed.Aggregation;

/// <summary>Makes the aggregations that choose one item by its rank.</summary>
internal static class Choices<T>
{
    public static Aggregation<T, Chosen<(TRank Rank, TItem Item)>, TItem?> ForValues<TRank, TItem, TRankOrder>(
        string name, Func<T, TRank> rank, Func<T, TItem> item)
        where TItem : struct
        where TRankOrder : IEntryOrder<TRank> =>
        ByItem<TRank, TItem, TItem?, TRankOrder, ValueReading<(TRank Rank, TItem Item), TItem, RankedItemPart<TRank, TItem>>>(
            name, rank, item);

    public static Aggregation<T, Chosen<(TRank Rank, TItem Item)>, TItem?> ForReferences<TRank, TItem, TRankOrder>(
        string name, Func<T, TRank> rank, Func<T, TItem> item)
        where TItem : class
        where TRankOrder : IEntryOrder<TRank> =>
        ByItem<TRank, TItem, TItem?, TRankOrder, ReferenceReading<(TRank Rank, TItem Item), TItem, RankedItemPart<TRank, TItem>>>(
            name, rank, item);

    public static Aggregation<T, Chosen<(TRank Rank, TTieBreak TieBreak, TItem Item)>, TItem?>
        ForValues<TRank, TTieBreak, TItem, TRankOrder>(
        string name, Func<T, TRank> rank, Func<T, TTieBreak> tieBreak, Func<T, TItem> item)
        where TItem : struct
        where TRankOrder : IEntryOrder<TRank> =>
        ByTieBreak<TRank, TTieBreak, TItem, TItem?, TRankOrder,
            ValueReading<(TRank Rank, TTieBreak TieBreak, TItem Item), TItem, TieBrokenItemPart<TRank, TTieBreak, TItem>>>(
            name, rank, tieBreak, item);

    public static Aggregation<T, Chosen<(TRank Rank, TTieBreak TieBreak, TItem Item)>, TItem?>
        ForReferences<TRank, TTieBreak, TItem, TRankOrder>(
        string name, Func<T, TRank> rank, Func<T, TTieBreak> tieBreak, Func<T, TItem> item)
        where TItem : class
        where TRankOrder : IEntryOrder<TRank> =>
        ByTieBreak<TRank, TTieBreak, TItem, TItem?, TRankOrder,
            ReferenceReading<(TRank Rank, TTieBreak TieBreak, TItem Item), TItem, TieBrokenItemPart<TRank, TTieBreak, TItem>>>(
            name, rank, tieBreak, item);

    private static ProjectedAggregation<T, (TRank Rank, TItem Item), Chosen<(TRank Rank, TItem Item)>, TResult,
        ChosenAggregator<(TRank Rank, TItem Item), TResult, RankThenItem<TRank, TItem, TRankOrder>, TReading>>
        ByItem<TRank, TItem, TResult, TRankOrder, TReading>(string name, Func<T, TRank> rank, Func<T, TItem> item)
        where TRankOrder : IEntryOrder<TRank>
        where TReading : IChosenReading<(TRank Rank, TItem Item), TResult>
    {
        ArgumentNullException.ThrowIfNull(rank);
        ArgumentNullException.ThrowIfNull(item);
        NaturalOrder<TRank>.Require(nameof(rank));
        NaturalOrder<TItem>.Require(nameof(item));
        return new(name, tuple => (rank(tuple), item(tuple)), default);
    }

    private static ProjectedAggregation<T, (TRank Rank, TTieBreak TieBreak, TItem Item),
        Chosen<(TRank Rank, TTieBreak TieBreak, TItem Item)>, TResult,
        ChosenAggregator<(TRank Rank, TTieBreak TieBreak, TItem Item), TResult,
            RankThenTieBreak<TRank, TTieBreak, TItem, TRankOrder>, TReading>>
        ByTieBreak<TRank, TTieBreak, TItem, TResult, TRankOrder, TReading>(
        string name, Func<T, TRank> rank, Func<T, TTieBreak> tieBreak, Func<T, TItem> item)
        where TRankOrder : IEntryOrder<TRank>
        where TReading : IChosenReading<(TRank Rank, TTieBreak TieBreak, TItem Item), TResult>
    {
        ArgumentNullException.ThrowIfNull(rank);
        ArgumentNullException.ThrowIfNull(tieBreak);
        ArgumentNullException.ThrowIfNull(item);
        NaturalOrder<TRank>.Require(nameof(rank));
        NaturalOrder<TTieBreak>.Require(nameof(tieBreak));
        return new(name, tuple => (rank(tuple), tieBreak(tuple), item(tuple)), default);
    }
}
