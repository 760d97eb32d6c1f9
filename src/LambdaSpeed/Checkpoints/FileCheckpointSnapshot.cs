using System.Diagnostics;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>A snapshot on its way into a file.</summary>
[DebuggerDisplay("{_id}")]
internal sealed class FileCheckpointSnapshot : ICheckpointSnapshot
{
    // So that the last sync is short, and the commits beside it do not wait for a disk that has everything to do at once.
    private const long SyncEvery = 16L << 20;

    private readonly FileCheckpointJournal _journal;
    private readonly CheckpointFileName _name;
    private readonly CommitId _id;
    private readonly IStorageFile _file;
    private readonly FrameWriter _writer = new();
    private readonly int _manifestLength;
    private long _unsynced;         // bytes written since the last sync
    private bool _isOver;           // completed, failed or disposed: nothing can be written any more
    private bool _isPublished;      // recovery begins with it
    private bool _isDisposed;       // set once

    public FileCheckpointSnapshot(
        FileCheckpointJournal journal, IStorage storage, CheckpointFileName name, CommitId id, ReadOnlySpan<byte> manifest)
    {
        _journal = journal;
        _name = name;
        _id = id;
        _manifestLength = manifest.Length;
        try
        {
            _file = storage.Create(name.ToString());
            _writer.Begin(_file, FrameHeader.Alignment);
            _writer.Append(manifest);
        }
        catch
        {
            _file?.Dispose();
            _writer.Dispose();
            throw;
        }
    }

    public EpochId Epoch => _id.Epoch;

    public void Write(ChangeBlock block)
    {
        RequireOpen();
        CommitCheck.Require(block);

        Do(() =>
        {
            _writer.Append(block);
            _unsynced += block.Entries.Length;
            if (_unsynced < SyncEvery) return;

            _file.Sync();
            _unsynced = 0;
        });
    }

    public void Complete(EpochId through)
    {
        RequireOpen();
        CommitCheck.RequireThrough(through, Epoch, _journal.Latest);
        Do(() =>
        {
            var newest = through == Epoch ? CommitId.None : new CommitId(_journal.Incarnation, through);
            var bytes = _writer.End(CheckpointFileName.Snapshot(Epoch).Seed, FrameKind.Snapshot, _id, newest, _manifestLength);
            _file.Sync();
            _file.Dispose();
            _journal.Publish(_name, new SnapshotFile(_id, through, bytes));
            _isPublished = true;
        });
        _isOver = true;
    }

    public void Dispose()
    {
        if (_isDisposed) return;

        _isDisposed = _isOver = true;
        _writer.Dispose();
        _file.Dispose();
        if (!_isPublished) _journal.GiveUp(_name, Epoch);
    }

    private void RequireOpen()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isOver) throw new InvalidOperationException($"The snapshot of {Epoch} is complete or has failed. Begin another one.");
    }

    private void Do(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception)
        {
            _isOver = true;
            if (DiskFailure.Is(exception)) throw _journal.SnapshotFailure(Epoch, exception);
            throw;
        }
    }
}
