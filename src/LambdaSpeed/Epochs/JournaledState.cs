using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>How the state of a run comes out of its journal: as a whole, or key by key where both can do that.</summary>
internal static class JournaledState
{
    /// <summary>Fills the tables with what is committed, but for sections of which keys are read when they are used.</summary>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    public static void Load(StateDirectory state, ICheckpointJournal journal)
    {
        if (journal is IKeyedJournal keyed) keyed.ReadState(section => !state.IsReadByKey(section), state.Load);
        else journal.ReadState(state.Load);
    }

    /// <summary>Has sections that can do with a part of their keys read the others, if the journal can do that. Before the tasks
    /// run.</summary>
    public static void Attach(StateDirectory state, ICheckpointJournal? journal)
    {
        if (journal is IKeyedJournal keyed) state.ReadFrom(new(() => keyed.ResidentBytes, keyed.ReadKeys));
    }
}
