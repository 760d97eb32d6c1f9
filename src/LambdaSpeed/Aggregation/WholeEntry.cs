namespace LambdaSpeed.Aggregation;

/// <summary>The entry itself.</summary>
internal readonly struct WholeEntry<TEntry> : IEntryPart<TEntry, TEntry>
{
    public static TEntry Of(in TEntry entry) => entry;
}
