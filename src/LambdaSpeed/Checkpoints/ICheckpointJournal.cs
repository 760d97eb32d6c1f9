namespace LambdaSpeed;

/// <summary>One run's hold on its checkpoints.</summary>
/// <remarks>
/// One caller at a time, except that a snapshot is written beside commits by another thread. All calls may block. After disposal
/// every call throws an <see cref="ObjectDisposedException"/>, so that a run that was given up cannot write any more.
/// </remarks>
public interface ICheckpointJournal : IDisposable
{
    /// <summary>Which start of the topology this is: 1 for the first, greater each time.</summary>
    long Incarnation { get; }

    /// <summary>What was committed last, by this run or an earlier one; null when nothing ever was.</summary>
    Checkpoint? Latest { get; }

    /// <summary>Whether the store would like the whole state as of the newest committed epoch, to shorten what it must keep.</summary>
    /// <remarks>Cheap; asked after each commit. It is false while a snapshot is being written. A store that keeps the state itself, by key,
    /// never wants one, and implements neither this nor <see cref="BeginSnapshot"/>.</remarks>
    /// <value>False.</value>
    bool WantsSnapshot => false;

    /// <summary>Hands over the whole state as of <see cref="Latest"/>, piece by piece.</summary>
    /// <remarks>Of two entries of one key in one section the later one holds. Memory is bounded: by a piece, that is
    /// a megabyte or so, or the longest single entry. A failure comes as an exception, possibly after pieces were handed over, which are
    /// then to be thrown away. What the handler throws goes through.</remarks>
    /// <param name="handler">Takes the pieces, on the calling thread.</param>
    /// <exception cref="CheckpointException">What is stored is damaged, or the disk failed.</exception>
    void ReadState(ChangeBlockHandler handler);

    /// <summary>The commit point: returns when the epoch, its manifest and all its blocks are durable, all of them or none.</summary>
    /// <remarks>After an exception the epoch may or may not be found by the next <see cref="ICheckpointStore.Open"/>; the same epoch may be
    /// committed again, now or later, and the journal stays usable.</remarks>
    /// <param name="epoch">The epoch, later than that of <see cref="Latest"/>: numbers go on from incarnation to incarnation.</param>
    /// <param name="manifest">What the run needs beside state, such as positions; handed back as <see cref="Checkpoint.Manifest"/>.</param>
    /// <param name="blocks">The epoch's changes. They are read during the call alone.</param>
    /// <exception cref="CheckpointWriteException">The write failed, for example because the disk is full. Nothing committed before is
    /// lost.</exception>
    /// <exception cref="ArgumentException">The epoch is not later than the latest one, or a block has no section.</exception>
    void Commit(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks);

    /// <summary>Tells of which sections the state consists since the latest commit: what the store still has of others is never asked for
    /// again.</summary>
    /// <remarks>Called after the first commit of a run, and after commits that dropped a part of the state, such as the slices of a view.
    /// A store that keeps the state by key gives their room back; how many keys a section has must not matter. One that keeps changes
    /// needs to do nothing, since its next snapshot does not hold them. It need not be durable at once, and must not throw when the disk
    /// fails: what was not deleted is told again by the next run.</remarks>
    /// <param name="sections">The sections, of which some may be empty.</param>
    void Retain(IReadOnlySet<string> sections)
    {
    }

    /// <summary>Begins to write the whole state as of a committed epoch beside later commits.</summary>
    /// <remarks>May be called, and the snapshot written, by another thread than the one that commits. One at a time. Recovery does not
    /// see it until it is complete.</remarks>
    /// <param name="epoch">An epoch committed recently: <see cref="Latest"/>, or one of the 256 before it in this incarnation; later than
    /// that of the
    /// last snapshot.</param>
    /// <param name="manifest">The manifest that was committed with it.</param>
    /// <returns>Takes the state; its disposal gives up a snapshot that is not complete.</returns>
    /// <exception cref="CheckpointWriteException">The disk failed; commits go on.</exception>
    /// <exception cref="ArgumentException">The epoch was not committed, or too long ago, or there is a snapshot of it or of a later
    /// one.</exception>
    /// <exception cref="InvalidOperationException">Another snapshot is being written.</exception>
    /// <exception cref="NotSupportedException">The store never wants a snapshot.</exception>
    ICheckpointSnapshot BeginSnapshot(EpochId epoch, ReadOnlyMemory<byte> manifest) =>
        throw new NotSupportedException("This store keeps the state by key and takes no snapshots; it never says that it wants one.");
}
