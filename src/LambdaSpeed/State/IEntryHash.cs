namespace LambdaSpeed.State;

/// <summary>Hashes the key of an entry of which one key of the topology may have several.</summary>
/// <typeparam name="TEntryKey">The key of the topology together with that of the entry.</typeparam>
internal interface IEntryHash<TEntryKey>
{
    /// <summary>The hash of the whole, never 0: leads to a slot.</summary>
    uint EntryHash(TEntryKey key);

    /// <summary>The hash of the topology's key: leads to a task.</summary>
    uint OwnerHash(TEntryKey key);
}
