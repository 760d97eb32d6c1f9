namespace LambdaSpeed;

/// <summary>A journal of a store that keeps the state by key and reads single keys: the run holds in memory what it uses, not all there
/// is.</summary>
/// <remarks>
/// It applies to the values of keyed bolts that have no time to live (<see cref="IKeyedStateRegistry.Value{T}"/>), and to views that were
/// described so (<see cref="AggregatedStream{TKey, TResult}.HoldHotKeys"/>). Their keys are read when tuples for them come, and leave
/// memory again when they were not used for long; a start reads none of them. All other state is read at the start and held as a whole.
/// Such a store never wants a snapshot.
/// </remarks>
public interface IKeyedJournal : ICheckpointJournal
{
    /// <summary>How many bytes of memory the run may take for keys that can be read again. About: objects are estimated by their size in
    /// bytes. Asked often, from any thread.</summary>
    long ResidentBytes { get; }

    /// <summary>Hands over the state of some sections as of <see cref="ICheckpointJournal.Latest"/>, as
    /// <see cref="ICheckpointJournal.ReadState"/> does of all.</summary>
    /// <param name="includes">Is a section wanted? Those that are not must cost nothing, however large.</param>
    /// <param name="handler">Takes the pieces, on the calling thread.</param>
    /// <exception cref="CheckpointException">What is stored is damaged, or the disk failed.</exception>
    void ReadState(Func<string, bool> includes, ChangeBlockHandler handler);

    /// <summary>Reads keys of a section: each as of the latest commit when the call began, or as of a later one.</summary>
    /// <remarks>Any thread, also beside a commit. What failed to be committed is not seen, unless the same was committed later.</remarks>
    /// <param name="section">The section; it may be one of which nothing was ever committed.</param>
    /// <param name="keys">The keys, as their codec writes them.</param>
    /// <param name="handler">Takes the values of those that are there, on the calling thread.</param>
    /// <exception cref="CheckpointException">What is stored is damaged, or the disk failed.</exception>
    void ReadKeys(string section, IReadOnlyList<ReadOnlyMemory<byte>> keys, KeyedValueHandler handler);

    /// <summary>Reads some keys of a section in the order of their bytes: each as of the latest commit when the call began, or as of a
    /// later one.</summary>
    /// <remarks>Any thread, also beside a commit; a walk over a section is a call after the other. The handler must not call the
    /// journal.</remarks>
    /// <param name="section">The section; it may be one of which nothing was ever committed.</param>
    /// <param name="behind">The key behind which to begin; null for the first one.</param>
    /// <param name="most">How many keys at most, 1 or more.</param>
    /// <param name="handler">Takes the entries, on the calling thread.</param>
    /// <returns>How many there were: fewer than <paramref name="most"/> at the end of the section.</returns>
    /// <exception cref="CheckpointException">What is stored is damaged, or the disk failed.</exception>
    int ReadSome(string section, ReadOnlyMemory<byte>? behind, int most, KeyedEntryHandler handler);
}
