using System.Diagnostics;

namespace LambdaSpeed.Testing;

/// <summary>A checkpoint store some of whose calls fail, as a test orders: as one on a disk that is full for a while, or behind a network
/// that loses answers.</summary>
/// <remarks>
/// <para>It fails as the contract of a store has it. A run commits again what could not be committed, until
/// <see cref="SpeedLayerOptions.CommitPatience"/> is over; and goes on without a snapshot that could not be written. What cannot be opened
/// or read fails the start, or the run, and the next start finds what was committed last.</para>
/// <para>A commit that fails by <see cref="InjectedFault.After"/> is not seen in its journal, and is durable when the journal is disposed:
/// the next one finds it, unless the run has committed again meanwhile. A journal that is never disposed, as by a process that is killed,
/// has lost it.</para>
/// <para>As safe for threads as the store within.</para>
/// </remarks>
[DebuggerDisplay("{Description}")]
public sealed class FlakyCheckpointStore : ICheckpointStore
{
    private readonly ICheckpointStore _inner;

    /// <summary>Creates the store.</summary>
    /// <param name="inner">The store that keeps the checkpoints.</param>
    public FlakyCheckpointStore(ICheckpointStore inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
    }

    /// <summary>Which openings fail, with a <see cref="CheckpointReadException"/>. One that fails by <see cref="InjectedFault.After"/> has
    /// taken an incarnation, and given the place back.</summary>
    /// <value>None.</value>
    public FaultPlan Opens { get; init; } = FaultPlan.Never();

    /// <summary>Which commits fail, with a <see cref="CheckpointWriteException"/>.</summary>
    /// <value>None.</value>
    public FaultPlan Commits { get; init; } = FaultPlan.Never();

    /// <summary>Which calls fail that write a snapshot (its beginning, each part of it, its completion), with a
    /// <see cref="CheckpointWriteException"/>. A snapshot that fails to begin by <see cref="InjectedFault.After"/> is given up.</summary>
    /// <value>None.</value>
    public FaultPlan Snapshots { get; init; } = FaultPlan.Never();

    /// <summary>Which reads fail, of the state or of single keys, with a <see cref="CheckpointReadException"/>; by
    /// <see cref="InjectedFault.After"/> when all was handed over.</summary>
    /// <value>None.</value>
    public FaultPlan Reads { get; init; } = FaultPlan.Never();

    /// <inheritdoc/>
    public string Description => $"flaky {_inner.Description}";

    /// <inheritdoc/>
    public bool SurvivesProcess => _inner.SurvivesProcess;

    /// <inheritdoc/>
    public string SystemName => _inner.SystemName;

    /// <inheritdoc/>
    public long? MemoryBytesInUse => _inner.MemoryBytesInUse;

    /// <inheritdoc/>
    public long? DiskBytesOf(string topology) => _inner.DiskBytesOf(topology);

    /// <inheritdoc/>
    public ICheckpointJournal Open(string topology)
    {
        var opening = Opens.Begin("opening");
        if (opening.FailsBefore) throw new CheckpointReadException(Description, opening.Failure);
        var journal = _inner.Open(topology);
        if (!opening.FailsAfter) return journal is IKeyedJournal keyed
            ? new FlakyKeyedJournal(this, keyed, topology)
            : new FlakyJournal(this, journal, topology);

        journal.Dispose();
        throw new CheckpointReadException(Description, opening.Failure);
    }
}
