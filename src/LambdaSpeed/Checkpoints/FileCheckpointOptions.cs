namespace LambdaSpeed;

/// <summary>How checkpoints are kept in files.</summary>
public sealed record FileCheckpointOptions
{
    /// <summary>How many bytes of changes gather before the store asks for a snapshot of the whole state. It also waits until they are
    /// twice
    /// as much as the last snapshot, so that writing snapshots costs at most half of what writing changes costs.</summary>
    /// <value>64 MiB. At least 1.</value>
    public long SnapshotAfterBytes { get; init; } = 64L << 20;

    internal FileCheckpointOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SnapshotAfterBytes, 1, nameof(SnapshotAfterBytes));
        return this;
    }
}
