using System.Globalization;

namespace LambdaSpeed;

/// <summary>The place of a run's checkpoints.</summary>
/// <param name="Store">What it is and where: <see cref="ICheckpointStore.Description"/>.</param>
/// <param name="State">How it is doing.</param>
/// <param name="Committed">The newest epoch that is committed, by this run or an earlier one.</param>
/// <param name="Failure">Why the newest epoch could not be committed, or keys could not be read; null while all is well.</param>
public sealed record CheckpointDescription(string Store, CheckpointState State, EpochId Committed, string? Failure)
{
    /// <summary>Which start of the topology the run is: 1 for the first, greater each time.</summary>
    public long Incarnation { get; init; }

    /// <summary>Bytes of changes that the run has committed, over all of its restarts: what the store was given, not what it made of
    /// it.</summary>
    public long BytesCommitted { get; init; }

    /// <summary>Bytes of memory that the store takes (<see cref="ICheckpointStore.MemoryBytesInUse"/>), at most a second old; null when it
    /// cannot say.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Bytes that the topology's checkpoints take on the disk (<see cref="ICheckpointStore.DiskBytesOf"/>), at most a second old;
    /// null when the store cannot say.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>The place in a line.</summary>
    public override string ToString()
    {
        var sizes = string.Create(CultureInfo.InvariantCulture, $"{BytesCommitted} bytes committed")
            + (MemoryBytes is { } memory ? string.Create(CultureInfo.InvariantCulture, $", {memory} in memory") : "")
            + (DiskBytes is { } disk ? string.Create(CultureInfo.InvariantCulture, $", {disk} on disk") : "");
        return string.Create(CultureInfo.InvariantCulture,
            $"{Store}: {State}, {Committed} of incarnation {Incarnation}, {sizes}{(Failure is { } why ? $", {why}" : "")}");
    }
}
