namespace LambdaSpeed.State;

/// <summary>Where keys are that are not in memory.</summary>
/// <param name="ResidentBytes">How much memory the others may take.</param>
/// <param name="Read">Reads keys of a section, of those that are committed.</param>
/// <param name="ReadSome">Reads so many from behind a key on, in their order; answers how many there were.</param>
/// <param name="Full">Told of an epoch that has changed as many keys as there is memory for before they are committed: it is to end.
/// Any thread, more than once.</param>
internal sealed record StoredKeys(
    Func<long> ResidentBytes,
    Action<string, IReadOnlyList<ReadOnlyMemory<byte>>, KeyedValueHandler> Read,
    Func<string, ReadOnlyMemory<byte>?, int, KeyedEntryHandler, int> ReadSome,
    Action<EpochId> Full);
