namespace LambdaSpeed.Aggregation;

/// <summary>By rank, then the smaller item first.</summary>
internal readonly struct RankThenItem<TRank, TItem, TRankOrder> : IEntryOrder<(TRank Rank, TItem Item)>
    where TRankOrder : IEntryOrder<TRank>
{
    public static ICodec<(TRank Rank, TItem Item)>? EntryCodec =>
        TRankOrder.EntryCodec is { } rank && Codec.TryFor<TItem>(out var item) ? Codec.Tuple(rank, item) : null;

    public static int Compare(in (TRank Rank, TItem Item) left, in (TRank Rank, TItem Item) right)
    {
        var byRank = TRankOrder.Compare(left.Rank, right.Rank);
        return byRank != 0 ? byRank : NaturalOrder<TItem>.Compare(left.Item, right.Item);
    }
}
