namespace LambdaSpeed.Aggregation;

/// <summary>The entry chosen from those seen so far, or none: what least, greatest, latest and earliest keep.</summary>
/// <typeparam name="TEntry">What is chosen from; a tuple of rank and item where the two differ.</typeparam>
public readonly record struct Chosen<TEntry>
{
    /// <summary>Chooses an entry.</summary>
    /// <param name="entry">The entry.</param>
    public Chosen(TEntry entry)
    {
        Entry = entry;
        HasEntry = true;
    }

    /// <summary>Whether any entry was seen.</summary>
    public bool HasEntry { get; }

    /// <summary>The entry; the default while there is none.</summary>
    public TEntry? Entry { get; }
}
