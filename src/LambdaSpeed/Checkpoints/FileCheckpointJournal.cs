using System.Diagnostics;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>One run's hold on its checkpoints in files.</summary>
/// <remarks>Commits are written by one caller at a time; a snapshot by another thread beside them. What both touch is the history, which
/// looks after itself, the numbers of files, and whether the journal is disposed.</remarks>
[DebuggerDisplay("{_topology}, incarnation {Incarnation}, {_latest}")]
internal sealed class FileCheckpointJournal : ICheckpointJournal
{
    private readonly string _topology;
    private readonly IStorage _storage;
    private readonly IDisposable _hold;
    private readonly CheckpointHistory _history;
    private readonly FrameWriter _writer;
    private readonly Lock _publishing = new();  // held while a snapshot is published, so that none is after disposal
    private LatestCommit? _latest;              // the newest commit; the committing thread writes it
    private ChangesFile? _current;              // what takes commits; null until there is one, and after a failure
    private long _lastNumber = 1;               // of the files of this incarnation; both threads take numbers
    private volatile bool _isRollWanted;        // a snapshot was begun: later commits go into a file of their own
    private volatile bool _isDisposed;          // set once

    public FileCheckpointJournal(
        string topology, IStorage storage, IDisposable hold, long incarnation,
        CheckpointHistory history, FrameWriter writer, LatestCommit? latest, ChangesFile? current)
    {
        _topology = topology;
        _storage = storage;
        _hold = hold;
        Incarnation = incarnation;
        _history = history;
        _writer = writer;
        _latest = latest;
        _current = current;
    }

    public long Incarnation { get; }

    public Checkpoint? Latest => _latest?.Checkpoint;

    public bool WantsSnapshot => !_isDisposed && _history.WantsSnapshot;

    public void ReadState(ChangeBlockHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ObjectDisposedException.ThrowIf(_isDisposed, this);

        new StateReader(_storage, handler).Read(_history.Plan);
    }

    public void Commit(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        CommitCheck.Require(epoch, _latest?.Id.Epoch ?? EpochId.None, blocks);

        var id = new CommitId(Incarnation, epoch);
        try
        {
            RollIfWanted();
            _current ??= new ChangesFile(_storage, CheckpointFileName.Changes(Incarnation, TakeNumber()));
            var start = _current.End;
            _current.Append(_writer, id, _latest?.Id ?? CommitId.None, manifest.Span, blocks);
            _history.Extend(_current.Name, start, _current.End, id);
        }
        catch (Exception exception)
        {
            Abandon();
            if (DiskFailure.Is(exception)) throw new CheckpointWriteException(
                $"Committing {epoch} of topology '{_topology}'", _storage.Name, exception);
            throw;
        }
        _latest = new LatestCommit(id, manifest.ToArray());
    }

    public ICheckpointSnapshot BeginSnapshot(EpochId epoch, ReadOnlyMemory<byte> manifest)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);

        var id = _history.BeginSnapshot(epoch);
        _isRollWanted = true;
        try
        {
            return new FileCheckpointSnapshot(this, _storage, CheckpointFileName.Unfinished(Incarnation, TakeNumber()), id, manifest.Span);
        }
        catch (Exception exception) when (DiskFailure.Is(exception))
        {
            _history.GiveUpSnapshot(CheckpointFileName.Snapshot(epoch));
            throw SnapshotFailure(epoch, exception);
        }
    }

    public void Dispose()
    {
        lock (_publishing)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }

        if (_current is { HasCommits: true } current && _latest is { } latest) Tidying.Attempt(() => current.AppendEnd(_writer, latest.Id));
        _current?.Dispose();
        _writer.Dispose();
        _hold.Dispose();
    }

    internal CheckpointWriteException SnapshotFailure(EpochId epoch, Exception cause) =>
        new($"Writing a snapshot of {epoch} of topology '{_topology}'", _storage.Name, cause);

    /// <summary>Makes a snapshot that has been synced what recovery begins with.</summary>
    internal void Publish(CheckpointFileName unfinished, SnapshotFile snapshot)
    {
        IReadOnlyList<CheckpointFileName> useless;
        lock (_publishing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);

            _storage.Rename(unfinished.ToString(), snapshot.File.ToString());
            _storage.SyncNames();
            useless = _history.Publish(snapshot);
        }
        Tidying.Delete(_storage, useless);
    }

    /// <summary>Records that a snapshot will not be; it may have got its name already, when making that durable failed.</summary>
    internal void GiveUp(CheckpointFileName unfinished, EpochId epoch)
    {
        _history.GiveUpSnapshot(CheckpointFileName.Snapshot(epoch));
        if (!_isDisposed) Tidying.Delete(_storage, [unfinished]);
    }

    private long TakeNumber() => Interlocked.Increment(ref _lastNumber);

    private void RollIfWanted()
    {
        if (!_isRollWanted) return;

        _isRollWanted = false;
        _current?.Dispose();
        _current = null;
    }

    /// <summary>A file in which a write or a sync failed is never written again; the next commit takes a new one.</summary>
    private void Abandon()
    {
        if (_current is not { } current) return;

        _current = null;
        Tidying.Attempt(current.CutOff);
        current.Dispose();
    }
}
