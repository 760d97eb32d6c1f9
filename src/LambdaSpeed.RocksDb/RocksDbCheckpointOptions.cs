using RocksDbSharp;

namespace LambdaSpeed.RocksDb;

/// <summary>Where a <see cref="RocksDbCheckpointStore"/> keeps its databases, and what they may take.</summary>
public sealed record RocksDbCheckpointOptions
{
    private const long LeastMemory = 8L << 20;

    /// <summary>The directory; each topology has a database of its own below it. It is made when it is not there.</summary>
    public required string Path { get; init; }

    /// <summary>How many bytes of memory the state of all topologies that are open through the store may take together. Half of it is
    /// RocksDB's: cached blocks, indexes and filters of its files, and what is not in files yet, at most a quarter of that half, which is
    /// also what a start after a crash reads again. The other half is for keys that runs have read or changed lately
    /// (<see cref="IKeyedJournal"/>). State that is held as a whole comes on top.</summary>
    /// <value>256 MiB. At least 8 MiB.</value>
    public long MemoryBytes { get; init; } = 256L << 20;

    /// <summary>Called with the client's own options of a database before it is opened. What durability and the memory rest on (the
    /// write-ahead
    /// log, its recovery, the memory of what is not in files) is set afterwards.</summary>
    /// <value>Nothing is done.</value>
    public Action<DbOptions>? ConfigureDatabase { get; init; }

    /// <summary>Called with the client's own options of the column family that holds the state, such as its compression.</summary>
    /// <value>Nothing is done.</value>
    public Action<ColumnFamilyOptions>? ConfigureState { get; init; }

    internal long DatabaseBytes => MemoryBytes / 2;

    internal long ResidentBytes => MemoryBytes / 2;

    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(Path)) throw new ArgumentException(
            $"{nameof(RocksDbCheckpointOptions)}.{nameof(Path)} names no directory.", nameof(Path));
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryBytes, LeastMemory, nameof(MemoryBytes));
    }
}
