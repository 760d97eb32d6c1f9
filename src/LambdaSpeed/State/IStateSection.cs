namespace LambdaSpeed.State;

/// <summary>One named part of a run's state across all its tasks, seen without its types: what goes into checkpoints and comes out of
/// them.</summary>
internal interface IStateSection
{
    /// <summary>Its identity in checkpoints.</summary>
    string Name { get; }

    /// <summary>The formats of its keys and values; null when one of them has no codec, so that it cannot be stored.</summary>
    string? Schema { get; }

    /// <summary>Begins to write the keys that an epoch changed, with their values as of it: walks that may go on side by side. Any thread;
    /// the epoch is sealed and not yet published, so that its list of changes is still kept.</summary>
    IReadOnlyList<StateScan> Changes(EpochId epoch);

    /// <summary>Begins to write the whole section: each entry as of some epoch that is pinned during the walk. So with the changes from the
    /// first one's successor on, up to the last one at least, it is the section as of the end of these.</summary>
    /// <param name="pin">What is held; the walk moves it on whenever it can go on as of a later epoch.</param>
    StateScan Scan(MovingPin pin);

    /// <summary>Takes stored entries, each into the table of the task that owns its key. Before any task runs.</summary>
    /// <exception cref="CodecException">The entries are malformed.</exception>
    void Load(ReadOnlySpan<byte> entries);

    /// <summary>Takes all that the same section of an ended attempt held as of an epoch. Before any task runs.</summary>
    void TakeOver(IStateSection predecessor, EpochId epoch);
}
