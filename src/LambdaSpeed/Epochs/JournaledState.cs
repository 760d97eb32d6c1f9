using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>How the state of a run comes out of its journal: as a whole, or key by key where both can do that.</summary>
internal static class JournaledState
{
    private const int Page = 4096; // keys that are counted at a time

    /// <summary>Fills the tables with what is committed, but for sections of which keys are read when they are used.</summary>
    /// <param name="state">The tables.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="keys">How many keys those sections have, as far as that was noted.</param>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    public static void Load(StateDirectory state, ICheckpointJournal journal, IReadOnlyList<SectionKeys> keys)
    {
        if (journal is not IKeyedJournal keyed)
        {
            journal.ReadState(state.Load);
            return;
        }
        keyed.ReadState(section => !state.IsReadByKey(section), state.Load);
        foreach (var section in state.CountedSections)
        {
            section.BeginWith(keys.FirstOrDefault(noted => noted.Section == section.Name)?.Count ?? CountOf(section.Name, keyed));
        }
    }

    /// <summary>Has sections that can do with a part of their keys read the others, if the journal can do that. Before anybody reads
    /// them.</summary>
    /// <param name="state">The tables.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="full">Told of an epoch that has changed as much as there is memory for.</param>
    public static void Attach(StateDirectory state, ICheckpointJournal journal, Action<EpochId> full)
    {
        if (journal is IKeyedJournal keyed) state.ReadFrom(new(() => keyed.ResidentBytes, keyed.ReadKeys, keyed.ReadSome, full));
    }

    /// <summary>Counts the keys of a section that was in memory as a whole before, so that nobody has noted it. Takes as long as there are
    /// many.</summary>
    private static long CountOf(string name, IKeyedJournal journal)
    {
        var (count, last) = (0L, (ReadOnlyMemory<byte>?)null);
        for (var read = Page; read == Page; count += read) read = journal.ReadSome(name, last, Page, (key, _) => last = key.ToArray());
        return count;
    }
}
