using LambdaSpeed.Checkpoints;
using LambdaSpeed.Storage;

namespace LambdaSpeed;

/// <summary>The checkpoint stores of the library.</summary>
public static class CheckpointStore
{
    /// <summary>Checkpoints in files, a directory for each topology: the choice for one process on one machine.</summary>
    /// <remarks>A commit is one write at the end of a file and one sync. Now and then the whole state is written into a file of its own
    /// beside
    /// the commits, so that what must be read at a start stays within a small multiple of the state. Nothing is touched before
    /// <see cref="ICheckpointStore.Open"/>.</remarks>
    /// <param name="path">The directory; it is made when it is not there.</param>
    /// <param name="options">How files are kept; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty or impossible, or an option makes no sense.</exception>
    public static ICheckpointStore InDirectory(string path, FileCheckpointOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var fullPath = Path.GetFullPath(path);
        return new FileCheckpointStore($"files in '{fullPath}'", () => new DiskStorage(fullPath), (options ?? new()).Validated());
    }

    /// <summary>Checkpoints in the memory of this process: they survive the failure of a run, not the end of the process.</summary>
    /// <remarks>The state is held a second time, with the changes since its last snapshot. Runs see each other's checkpoints
    /// through the same store object.</remarks>
    public static ICheckpointStore InMemory() => new MemoryCheckpointStore();
}
