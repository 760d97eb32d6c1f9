namespace LambdaSpeed.Aggregation;

/// <summary>By rank, then the smaller tie-break first; the item itself needs no order.</summary>
internal readonly struct RankThenTieBreak<TRank, TTieBreak, TItem, TRankOrder> : IEntryOrder<(TRank Rank, TTieBreak TieBreak, TItem Item)>
    where TRankOrder : IEntryOrder<TRank>
{
    public static ICodec<(TRank Rank, TTieBreak TieBreak, TItem Item)>? EntryCodec =>
        TRankOrder.EntryCodec is { } rank && Codec.TryFor<TTieBreak>(out var tieBreak) && Codec.TryFor<TItem>(out var item)
            ? Codec.Tuple(rank, tieBreak, item)
            : null;

    public static int Compare(
        in (TRank Rank, TTieBreak TieBreak, TItem Item) left, in (TRank Rank, TTieBreak TieBreak, TItem Item) right)
    {
        var byRank = TRankOrder.Compare(left.Rank, right.Rank);
        return byRank != 0 ? byRank : NaturalOrder<TTieBreak>.Compare(left.TieBreak, right.TieBreak);
    }
}
