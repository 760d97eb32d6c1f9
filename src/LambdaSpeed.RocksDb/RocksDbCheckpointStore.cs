using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Enumeration;
using RocksDbSharp;

namespace LambdaSpeed.RocksDb;

/// <summary>Checkpoints in RocksDB, a database for each topology: the state by key, changed by one atomic write for each epoch.</summary>
/// <remarks>
/// <para>What is written is what an epoch has changed; nothing is ever written as a whole, as <see cref="CheckpointStore.InDirectory"/>
/// does
/// now and then. So it is for state that is large beside what an epoch changes of it.</para>
/// <para>Opening a database takes milliseconds, whatever its size; <see cref="ICheckpointJournal.ReadState"/>, which fills the tables of a
/// run,
/// takes as long as there is state.</para>
/// <para>Safe from any thread. A database is open while a run has it.</para>
/// </remarks>
[DebuggerDisplay("{Description}")]
public sealed class RocksDbCheckpointStore : ICheckpointStore
{
    private readonly RocksDbCheckpointOptions _options;
    private readonly string _root;
    private readonly Lazy<MemoryBudget> _budget;
    private readonly ConcurrentDictionary<string, RocksDbCheckpointJournal> _open = new(StringComparer.Ordinal); // by topology
    private int _runs; // journals that are open

    /// <summary>Creates the store; nothing is touched before <see cref="Open"/>.</summary>
    /// <param name="options">Where the databases are, and what they may take.</param>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    public RocksDbCheckpointStore(RocksDbCheckpointOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _root = Path.GetFullPath(options.Path);
        _budget = new(() => new MemoryBudget(options.DatabaseBytes));
    }

    /// <inheritdoc/>
    public string Description => $"RocksDB in '{_root}'";

    /// <inheritdoc/>
    public bool SurvivesProcess => true;

    /// <summary>How many bytes of <see cref="RocksDbCheckpointOptions.MemoryBytes"/> are in use.</summary>
    public long MemoryBytesInUse => _budget.IsValueCreated ? _budget.Value.BytesInUse : 0;

    /// <inheritdoc/>
    public string SystemName => "rocksdb";

    /// <inheritdoc/>
    long? ICheckpointStore.MemoryBytesInUse => MemoryBytesInUse;

    /// <summary>How many bytes the files of a topology's database take, its logs included; null when there is none, or when the disk
    /// fails. A file that a backup shares counts in both.</summary>
    /// <param name="topology">The topology's name.</param>
    public long? DiskBytesOf(string topology)
    {
        try
        {
            return new FileSystemEnumerable<long>(CheckpointStore.DirectoryOf(_root, topology), static (ref file) => file.Length).Sum();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public ICheckpointJournal Open(string topology)
    {
        var path = CheckpointStore.DirectoryOf(_root, topology);
        var journal = new RocksDbCheckpointJournal(
            topology, path, forReading => OpenDatabase(path, forReading), ResidentBytesOfARun, () => Closed(topology));
        _open[topology] = journal;
        Interlocked.Increment(ref _runs);
        return journal;
    }

    /// <summary>Copies the checkpoints of a topology as of its latest commit, beside a run or when there is none: a store over the copy
    /// opens
    /// it. On the same file system files are linked, so that it takes neither their time nor their room.</summary>
    /// <remarks>A run that has the topology open commits no epoch meanwhile.</remarks>
    /// <param name="topology">The topology.</param>
    /// <param name="directory">Where the copy goes, as another store's <see cref="RocksDbCheckpointOptions.Path"/>; it may hold other
    /// topologies, but not this one.</param>
    /// <exception cref="ArgumentException">There are no checkpoints of this topology.</exception>
    /// <exception cref="CheckpointWriteException">The copy could not be written, for example because there is one already.</exception>
    /// <exception cref="CheckpointException">What is to be copied is damaged, or the disk failed.</exception>
    /// <exception cref="StorageLockedException">Another process, or another store of this one, has the topology open.</exception>
    public void BackUp(string topology, string directory)
    {
        var source = CheckpointStore.DirectoryOf(_root, topology);
        var target = CheckpointStore.DirectoryOf(directory, topology);
        if (!Directory.Exists(source)) throw new ArgumentException($"There are no checkpoints of topology '{topology}' in '{source}'.");

        try
        {
            CheckpointStore.MakeDirectory(Path.GetFullPath(directory));
            if (_open.TryGetValue(topology, out var journal))
            {
                journal.CopyTo(target);
                return;
            }
            using var database = OpenDatabase(source);
            database.CopyTo(target);
        }
        catch (Exception failure) when (failure is RocksDbException or IOException or UnauthorizedAccessException)
        {
            throw new CheckpointWriteException($"Copying the checkpoints of topology '{topology}' from '{source}'", target, failure);
        }
    }

    private void Closed(string topology)
    {
        _open.TryRemove(topology, out _);
        Interlocked.Decrement(ref _runs);
    }

    /// <summary>Asked for each chunk of tuples: counting what is open would take all its locks.</summary>
    private long ResidentBytesOfARun() => _options.ResidentBytes / Math.Max(1, Volatile.Read(ref _runs));

    private CheckpointDatabase OpenDatabase(string path, bool forReading = false) =>
        CheckpointDatabase.Open(path, _budget.Value, _options, forReading);
}
