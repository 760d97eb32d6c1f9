namespace LambdaSpeed.Aggregation;

/// <summary>An order of what is added; a type, not an object, so that comparing is no call.</summary>
internal interface IEntryOrder<TEntry>
{
    /// <summary>Negative when <paramref name="left"/> comes first; zero only for entries that are interchangeable.</summary>
    static abstract int Compare(in TEntry left, in TEntry right);

    /// <summary>The codec of the entries, composed of those of their parts without making types at run time; null when a part has
    /// none.</summary>
    static abstract ICodec<TEntry>? EntryCodec { get; }
}
