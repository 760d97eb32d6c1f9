namespace LambdaSpeed.State;

/// <summary>Where keys are that are not in memory.</summary>
/// <param name="ResidentBytes">How much memory the others may take.</param>
/// <param name="Read">Reads keys of a section, of those that are committed.</param>
/// <param name="ReadSome">Reads so many from behind a key on, in their order; answers how many there were.</param>
internal sealed record StoredKeys(
    Func<long> ResidentBytes,
    Action<string, IReadOnlyList<ReadOnlyMemory<byte>>, KeyedValueHandler> Read,
    Func<string, ReadOnlyMemory<byte>?, int, KeyedEntryHandler, int> ReadSome);
