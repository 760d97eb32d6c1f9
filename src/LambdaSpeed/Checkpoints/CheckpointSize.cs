namespace LambdaSpeed.Checkpoints;

/// <summary>What checkpoints took when that was looked at.</summary>
/// <param name="MemoryBytes">Bytes of memory; null when the store cannot say.</param>
/// <param name="DiskBytes">Bytes on the disk; likewise.</param>
/// <param name="LookedAt">The clock's timestamp.</param>
internal sealed record CheckpointSize(long? MemoryBytes, long? DiskBytes, long LookedAt);
