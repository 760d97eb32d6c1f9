namespace LambdaSpeed.State;

/// <summary>Where keys are that are not in memory.</summary>
/// <param name="journal">The store's.</param>
internal sealed class StoredKeys(IKeyedJournal journal)
{
    /// <summary>How much memory keys may take that are read there.</summary>
    public long ResidentBytes => journal.ResidentBytes;

    /// <inheritdoc cref="IKeyedJournal.ReadKeys"/>
    public void Read(string section, IReadOnlyList<ReadOnlyMemory<byte>> keys, KeyedValueHandler handler) =>
        journal.ReadKeys(section, keys, handler);

    /// <inheritdoc cref="IKeyedJournal.ReadSome"/>
    public int ReadSome(string section, ReadOnlyMemory<byte>? behind, int most, KeyedEntryHandler handler) =>
        journal.ReadSome(section, behind, most, handler);
}
