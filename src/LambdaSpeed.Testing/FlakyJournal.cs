using System.Diagnostics;

namespace LambdaSpeed.Testing;

/// <summary>A journal some of whose calls fail.</summary>
/// <remarks>A commit whose answer is lost waits here, so that the journal goes on as if it had not been made, and the same epoch may be
/// committed again with other content; it reaches the store when the journal is disposed.</remarks>
[DebuggerDisplay("'{_topology}' in {_store.Description}")]
internal class FlakyJournal(FlakyCheckpointStore store, ICheckpointJournal inner, string topology) : ICheckpointJournal
{
    private readonly FlakyCheckpointStore _store = store;
    private readonly string _topology = topology;
    private HeldCommit? _held; // the newest whose answer was lost, while nothing was committed after it; by whoever commits or disposes
    private bool _isDisposed; // set once, by whoever disposes

    public long Incarnation => inner.Incarnation;

    public Checkpoint? Latest => inner.Latest;

    public bool WantsSnapshot => inner.WantsSnapshot;

    public void ReadState(ChangeBlockHandler handler) => Read(() => inner.ReadState(handler));

    public void Commit(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks)
    {
        var commit = _store.Commits.Begin("commit");
        if (commit.FailsBefore) throw Failed(epoch, commit);
        if (!commit.FailsAfter)
        {
            inner.Commit(epoch, manifest, blocks);
            _held = null;
            return;
        }
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        CheckpointStore.RequireCommit(epoch, Latest?.Epoch ?? EpochId.None, blocks);
        _held = HeldCommit.Of(epoch, manifest, blocks);
        throw Failed(epoch, commit);
    }

    public void Retain(IReadOnlySet<string> sections) => inner.Retain(sections);

    public ICheckpointSnapshot BeginSnapshot(EpochId epoch, ReadOnlyMemory<byte> manifest)
    {
        var beginning = _store.Snapshots.Begin("write of a snapshot");
        if (beginning.FailsBefore) throw SnapshotFailed(epoch, beginning.Failure);
        var snapshot = inner.BeginSnapshot(epoch, manifest);
        if (!beginning.FailsAfter) return new FlakySnapshot(snapshot, _store.Snapshots, failure => SnapshotFailed(epoch, failure));

        snapshot.Dispose();
        throw SnapshotFailed(epoch, beginning.Failure);
    }

    public void Dispose()
    {
        if (!_isDisposed) MakeHeldDurable();
        _isDisposed = true;
        inner.Dispose();
    }

    /// <summary>Reads, or fails to.</summary>
    protected void Read(Action read) =>
        _store.Reads.Inject("read", read, failure => new CheckpointReadException(_store.Description, failure));

    private void MakeHeldDurable()
    {
        try
        {
            _held?.MakeIn(inner);
        }
        catch (Exception exception) when (exception is CheckpointException or IOException)
        {
            // a commit that failed may not be found
        }
        _held = null;
    }

    private CheckpointWriteException Failed(EpochId epoch, PlannedCall commit) =>
        new($"Committing {epoch} of '{_topology}'", _store.Description, commit.Failure);

    private CheckpointWriteException SnapshotFailed(EpochId epoch, Exception failure) =>
        new($"Writing a snapshot of {epoch} of '{_topology}'", _store.Description, failure);
}
