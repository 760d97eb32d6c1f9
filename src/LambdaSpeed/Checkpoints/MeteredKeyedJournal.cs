namespace LambdaSpeed.Checkpoints;

/// <summary>The same of a store that reads single keys.</summary>
internal sealed class MeteredKeyedJournal(ICheckpointStore store, IKeyedJournal inner, string topology, TimeProvider clock)
    : MeteredJournal(store, inner, topology, clock), IKeyedJournal
{
    public long ResidentBytes => inner.ResidentBytes;

    public void ReadState(Func<string, bool> includes, ChangeBlockHandler handler) => inner.ReadState(includes, handler);

    public void ReadKeys(string section, IReadOnlyList<ReadOnlyMemory<byte>> keys, KeyedValueHandler handler) =>
        Read("get", section, () => inner.ReadKeys(section, keys, handler));

    public int ReadSome(string section, ReadOnlyMemory<byte>? behind, int most, KeyedEntryHandler handler)
    {
        var count = 0;
        Read("scan", section, () => count = inner.ReadSome(section, behind, most, handler));
        return count;
    }
}
