namespace LambdaSpeed.Testing;

/// <summary>The same of a store that reads single keys.</summary>
internal sealed class FlakyKeyedJournal(FlakyCheckpointStore store, IKeyedJournal inner, string topology)
    : FlakyJournal(store, inner, topology), IKeyedJournal
{
    public long ResidentBytes => inner.ResidentBytes;

    public void ReadState(Func<string, bool> includes, ChangeBlockHandler handler) => Read(() => inner.ReadState(includes, handler));

    public void ReadKeys(string section, IReadOnlyList<ReadOnlyMemory<byte>> keys, KeyedValueHandler handler) =>
        Read(() => inner.ReadKeys(section, keys, handler));

    public int ReadSome(string section, ReadOnlyMemory<byte>? behind, int most, KeyedEntryHandler handler)
    {
        var count = 0;
        Read(() => count = inner.ReadSome(section, behind, most, handler));
        return count;
    }
}
