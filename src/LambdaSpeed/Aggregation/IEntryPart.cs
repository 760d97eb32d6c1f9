namespace LambdaSpeed.Aggregation;

/// <summary>Which part of an entry readers are given.</summary>
internal interface IEntryPart<TEntry, TItem>
{
    /// <summary>The part.</summary>
    static abstract TItem Of(in TEntry entry);
}
