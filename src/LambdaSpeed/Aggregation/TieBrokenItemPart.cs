namespace LambdaSpeed.Aggregation;

/// <summary>The item without its rank and tie-break.</summary>
internal readonly struct TieBrokenItemPart<TRank, TTieBreak, TItem> : IEntryPart<(TRank Rank, TTieBreak TieBreak, TItem Item), TItem>
{
    public static TItem Of(in (TRank Rank, TTieBreak TieBreak, TItem Item) entry) => entry.Item;
}
