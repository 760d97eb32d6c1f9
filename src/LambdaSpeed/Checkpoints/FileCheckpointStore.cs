using System.Diagnostics;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>Checkpoints in files: a directory for each topology.</summary>
[DebuggerDisplay("{Description}")]
internal sealed class FileCheckpointStore(string description, Func<IStorage> openRoot, FileCheckpointOptions options) : ICheckpointStore
{
    private const string LockName = "lock";

    public string Description => description;

    public bool SurvivesProcess => true;

    public ICheckpointJournal Open(string topology)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topology);

        var (storage, hold) = TakeDirectory(topology);
        try
        {
            return new Takeover(topology, storage, options).Run(hold);
        }
        catch
        {
            hold.Dispose();
            throw;
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
