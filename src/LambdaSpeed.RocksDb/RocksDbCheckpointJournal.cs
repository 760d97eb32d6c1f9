using System.Diagnostics;
using RocksDbSharp;

namespace LambdaSpeed.RocksDb;

/// <summary>One run's hold on its checkpoints in a database.</summary>
/// <remarks>
/// <code>
///          a commit fails             opens: the commit is there, or it is not
///   Open ────────────────► Reopening ─────────────► Open
///                              │ does not open      ▲
///                              ▼                    │ the next call opens it
///                            Closed ────────────────┘
/// </code>
/// Whether a call has failed is not known before the database was opened again: its log may hold what was written and not confirmed. A
/// commit that is found then has not failed. One that is found later, when the caller has been told that it failed, must be what the
/// caller commits now; else the run has gone on from an earlier state than the one that is stored, and ends.
/// </remarks>
[DebuggerDisplay("{_topology}, incarnation {Incarnation}, {Latest}")]
internal sealed class RocksDbCheckpointJournal : IKeyedJournal
{
    private readonly string _topology;
    private readonly string _path;
    private readonly Func<bool, CheckpointDatabase> _open;
    private readonly Action _closed;
    private readonly Func<long> _residentBytes;
    private readonly Lock _gate = new();     // for all use of the database but reads of keys, so that none comes after its disposal
    private readonly ReaderWriterLockSlim _reads = new(); // reads of keys share it; whoever disposes of the database has it alone
    private CheckpointDatabase? _database;   // null while it is closed; closed under both
    private CheckpointDatabase? _reading;    // the same to read keys alone, while it does not open; likewise
    private StoredCommit? _latest;           // the latest commit that returned; under the gate
    private volatile byte[]? _doubtful;      // the digest of a commit of which nobody knows whether it is there; under the gate
    private bool _isDisposed;                // set once; under both

    /// <param name="topology">The topology.</param>
    /// <param name="path">Its directory.</param>
    /// <param name="open">Opens its database, to read keys alone if so asked.</param>
    /// <param name="residentBytes">What a run may take for keys in memory.</param>
    /// <param name="closed">Called once when the journal is disposed.</param>
    public RocksDbCheckpointJournal(
        string topology, string path, Func<bool, CheckpointDatabase> open, Func<long> residentBytes, Action closed)
    {
        (_topology, _path, _open, _residentBytes, _closed) = (topology, path, open, residentBytes, closed);
        _database = open(false);
        try
        {
            Incarnation = _database.Incarnation + 1;
            _database.Take(Incarnation);
            _latest = _database.Latest;
        }
        catch (Exception failure)
        {
            _database.Dispose();
            if (failure is RocksDbException inner) throw new CheckpointWriteException(
                $"Taking over the checkpoints of topology '{topology}'", path, inner);
            throw;
        }
    }

    public long Incarnation { get; }

    public Checkpoint? Latest => _latest?.Checkpoint;

    public long ResidentBytes => _residentBytes();

    public void ReadState(ChangeBlockHandler handler) => ReadState(static _ => true, handler);

    public void ReadState(Func<string, bool> includes, ChangeBlockHandler handler)
    {
        ArgumentNullException.ThrowIfNull(includes);
        ArgumentNullException.ThrowIfNull(handler);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var database = OpenAsOfLatest();
            try
            {
                database.Read(includes, handler);
            }
            catch (RocksDbException failure)
            {
                throw RocksDbFailure.OfReading(_path, failure);
            }
        }
    }

    public void ReadKeys(string section, IReadOnlyList<ReadOnlyMemory<byte>> keys, KeyedValueHandler handler)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(handler);
        if (keys.Count > 0) Read(database => database.Read(section, keys, handler));
    }

    public int ReadSome(string section, ReadOnlyMemory<byte>? behind, int most, KeyedEntryHandler handler)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentNullException.ThrowIfNull(handler);
        return Read(database => database.ReadSome(section, behind, most, handler));
    }

    public void Commit(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            CheckpointStore.RequireCommit(epoch, Latest?.Epoch ?? EpochId.None, blocks);

            var checkpoint = new Checkpoint(epoch, manifest.ToArray());
            var database = _database ?? ReopenFor(epoch);
            if (IsThereAfterAll(database, checkpoint, blocks)) return;
            var commit = new StoredCommit(Incarnation, checkpoint);
            try
            {
                database.Commit(commit, blocks);
                _latest = commit;
            }
            catch (RocksDbException failure)
            {
                if (!HasCommitted(commit, blocks)) throw Failure(epoch, failure);
            }
            catch
            {
                _ = TryReopen(); // entries that are none: nothing was written, but what was noted of their sections is to be forgotten
                throw;
            }
        }
    }

    public void Retain(IReadOnlySet<string> sections)
    {
        ArgumentNullException.ThrowIfNull(sections);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                _database?.Retain(sections);
            }
            catch (RocksDbException)
            {
                _ = TryReopen(); // the next run drops them
            }
        }
    }

    /// <summary>Copies the database as of the latest commit.</summary>
    public void CopyTo(string path)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            OpenAsOfLatest().CopyTo(path);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            Close(forGood: true);
        }
        _closed();
    }

    private int Read(Func<CheckpointDatabase, int> read)
    {
        while (true)
        {
            if (TryRead(read) is { } count) return count;
            lock (_gate) OpenToRead();
        }
    }

    /// <summary>Reads keys beside commits; null when the database is closed.</summary>
    private int? TryRead(Func<CheckpointDatabase, int> read)
    {
        _reads.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return (_database ?? _reading) is { } database ? read(database) : null;
        }
        catch (RocksDbException failure)
        {
            throw RocksDbFailure.OfReading(_path, failure);
        }
        finally
        {
            _reads.ExitReadLock();
        }
    }

    /// <summary>Closes the database when nobody reads keys any more.</summary>
    private void Close(bool forGood = false)
    {
        _reads.EnterWriteLock();
        _isDisposed |= forGood;
        (_database ?? _reading)?.Dispose(); // one of them is null
        _database = _reading = null;
        _reads.ExitWriteLock();
    }

    /// <summary>Finds out whether a commit that threw is there, if that can be found out now.</summary>
    private bool HasCommitted(StoredCommit commit, IReadOnlyList<ChangeBlock> blocks)
    {
        if (TryReopen())
        {
            if (IsAsOfLatest(_database!)) return false;
            _latest = commit;
            return true;
        }
        _doubtful = StoredCommit.DigestOf(commit.Checkpoint, blocks);
        return false;
    }

    /// <summary>Is what is to be committed what an earlier call has written, though that failed?</summary>
    private bool IsThereAfterAll(CheckpointDatabase database, Checkpoint checkpoint, IReadOnlyList<ChangeBlock> blocks)
    {
        if (_doubtful is null) return false;
        if (IsAsOfLatest(database))
        {
            _doubtful = null;
            return false;
        }
        if (!StoredCommit.DigestOf(checkpoint, blocks).AsSpan().SequenceEqual(_doubtful)) throw GoneBack(database);

        (_latest, _doubtful) = (database.Latest, null);
        return true;
    }

    /// <summary>Opens the database so that keys can be read: for reading alone where that is all that works.</summary>
    /// <remarks>What a commit has changed of which the run does not know is in the run's memory, and is not read; a run that has gone back
    /// behind it is told at its next commit.</remarks>
    private void OpenToRead()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_database is null && _reading is null && !TryReopen()) _reading = Own(_open(true));
    }

    private CheckpointDatabase OpenAsOfLatest()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var database = _database ?? Reopen();
        if (!IsAsOfLatest(database)) throw GoneBack(database);
        _doubtful = null;
        return database;
    }

    private bool IsAsOfLatest(CheckpointDatabase database) => database.Latest?.Checkpoint.Epoch == _latest?.Checkpoint.Epoch;

    private CheckpointReadException GoneBack(CheckpointDatabase database) => new(_path, new InvalidOperationException(
        $"{database.Latest?.Checkpoint.Epoch} of topology '{_topology}', whose commit had failed, is stored after all, and the run has "
        + "gone back behind it."));

    private bool TryReopen()
    {
        try
        {
            Reopen();
            return true;
        }
        catch (Exception failure) when (failure is CheckpointException or StorageLockedException)
        {
            return false; // the next call tries again
        }
    }

    private CheckpointDatabase Reopen()
    {
        Close();
        return _database = Own(_open(false));
    }

    /// <summary>The database, unless another run has taken it meanwhile.</summary>
    private CheckpointDatabase Own(CheckpointDatabase database)
    {
        if (database.Incarnation == Incarnation) return database;

        database.Dispose();
        throw new StorageLockedException(_path);
    }

    private CheckpointDatabase ReopenFor(EpochId epoch)
    {
        try
        {
            return Reopen();
        }
        catch (CheckpointReadException failure)
        {
            throw Failure(epoch, failure);
        }
    }

    private CheckpointWriteException Failure(EpochId epoch, Exception cause) =>
        new($"Committing {epoch} of topology '{_topology}'", _path, cause);
}
