namespace LambdaSpeed.Aggregation;

/// <summary>The item without its rank.</summary>
internal readonly struct RankedItemPart<TRank, TItem> : IEntryPart<(TRank Rank, TItem Item), TItem>
{
    public static TItem Of(in (TRank Rank, TItem Item) entry) => entry.Item;
}
