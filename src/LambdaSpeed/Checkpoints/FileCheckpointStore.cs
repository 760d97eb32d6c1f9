using System.Collections.Concurrent;
using System.Diagnostics;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>Checkpoints in files: a directory for each topology.</summary>
[DebuggerDisplay("{Description}")]
internal sealed class FileCheckpointStore(string description, Func<IStorage> openRoot, FileCheckpointOptions options) : ICheckpointStore
{
    private const string LockName = "lock";

    private readonly ConcurrentDictionary<string, IStorage> _directories = new(StringComparer.Ordinal); // of topologies that were opened

    public string Description => description;

    public bool SurvivesProcess => true;

    public string SystemName => "file";

    public long? DiskBytesOf(string topology)
    {
        try
        {
            return _directories.TryGetValue(topology, out var storage)
                ? storage.List().Where(name => CheckpointFileName.TryParse(name, out _)).Sum(name => LengthOf(storage, name))
                : null;
        }
        catch (Exception exception) when (DiskFailure.Is(exception))
        {
            return null; // whoever wants to know whether the disk fails looks at commits
        }
    }

    public ICheckpointJournal Open(string topology)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topology);

        var (storage, hold) = TakeDirectory(topology);
        try
        {
            var journal = new Takeover(topology, storage, options).Run(hold);
            _directories[topology] = storage;
            return journal;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    private static long LengthOf(IStorage storage, string name)
    {
        try
        {
            using var file = storage.OpenRead(name);
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0; // deleted since it was listed
        }
    }

    private (IStorage Storage, IDisposable Hold) TakeDirectory(string topology)
    {
        try
        {
            var root = openRoot();
            var storage = root.Directory(TopologyDirectory.NameOf(topology));
            root.SyncNames();
            return (storage, storage.Lock(LockName));
        }
        catch (Exception exception) when (DiskFailure.Is(exception))
        {
            throw new CheckpointWriteException($"Taking the directory of topology '{topology}'", description, exception);
        }
    }
}
