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

    /// <summary>The directory of a topology: another one for every name, on every file system, and readable. For stores of one's
    /// own.</summary>
    /// <param name="root">The directory of all topologies.</param>
    /// <param name="topology">The topology's name.</param>
    public static string DirectoryOf(string root, string topology)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        ArgumentException.ThrowIfNullOrWhiteSpace(topology);

        return Path.Combine(Path.GetFullPath(root), TopologyDirectory.NameOf(topology));
    }

    /// <summary>Makes a directory, with all above it, so that their names survive the machine. For stores of one's own.</summary>
    /// <param name="path">The directory; it may be there.</param>
    /// <exception cref="IOException">The disk failed, or something else has the name.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not do so.</exception>
    public static void MakeDirectory(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);

        _ = new DiskStorage(path);
    }

    /// <summary>What every store asks of a commit before it writes anything. For stores of one's own.</summary>
    /// <param name="epoch">The epoch that is to be committed.</param>
    /// <param name="latest">The epoch that was committed last; <see cref="EpochId.None"/> when none ever was.</param>
    /// <param name="blocks">Its changes.</param>
    /// <exception cref="ArgumentException">The epoch is not a later one, or a block cannot be written.</exception>
    public static void RequireCommit(EpochId epoch, EpochId latest, IReadOnlyList<ChangeBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);

        CommitCheck.Require(epoch, latest, blocks);
    }
}
