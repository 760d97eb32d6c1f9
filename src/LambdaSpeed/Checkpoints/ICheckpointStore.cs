namespace LambdaSpeed;

/// <summary>A place where the checkpoints of runs are kept: one durable, atomic write for each epoch.</summary>
/// <remarks>
/// A topology has one writer at a time, and each start of it is a new <see cref="ICheckpointJournal.Incarnation"/>. The stores of the
/// library are at <see cref="CheckpointStore"/>; others come in packages of their own and are tested by the same contract. Safe from any
/// thread.
/// </remarks>
public interface ICheckpointStore
{
    /// <summary>The place in words, as plans print it: <c>files in '/data/checkpoints'</c>.</summary>
    string Description { get; }

    /// <summary>Whether what was committed is still there after the process has died, or only after a run has failed.</summary>
    bool SurvivesProcess { get; }

    /// <summary>The database system by OpenTelemetry's names (<c>db.system.name</c>), like <c>rocksdb</c>.</summary>
    /// <value>By default <c>other</c>.</value>
    string SystemName => "other";

    /// <summary>Bytes of memory that the store takes for the checkpoints of all topologies together, by its own account; null when it
    /// cannot say.</summary>
    /// <remarks>Asked by any thread at any time, now and then; must not throw.</remarks>
    /// <value>By default null.</value>
    long? MemoryBytesInUse => null;

    /// <summary>Bytes that the checkpoints of a topology take on the disk; null when the store cannot say, as of a topology that was not
    /// opened through it, or of a disk that fails.</summary>
    /// <remarks>Asked by any thread at any time, also beside a run and after it, once a second at most; must not throw.</remarks>
    /// <param name="topology">The topology's name.</param>
    /// <value>By default null.</value>
    long? DiskBytesOf(string topology) => null;

    /// <summary>Takes the place for one run of a topology: locks it, finds what was committed last, and takes a new incarnation,
    /// durably.</summary>
    /// <remarks>Blocks for as long as it takes to verify what is stored; never called by a worker.</remarks>
    /// <param name="topology">The topology's name.</param>
    /// <returns>The run's hold on its checkpoints; its disposal frees the place.</returns>
    /// <exception cref="StorageLockedException">Another run of this topology has the place.</exception>
    /// <exception cref="CheckpointException">What is stored is damaged or of a newer version, or the disk failed.</exception>
    ICheckpointJournal Open(string topology);
}
