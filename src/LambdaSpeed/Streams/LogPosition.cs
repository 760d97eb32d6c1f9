namespace LambdaSpeed;

/// <summary>A place in a source that can be read again: the next tuple to read from one of its partitions.</summary>
/// <param name="Partition">The partition, counted from 0 within the source.</param>
/// <param name="Offset">The offset within the partition; what it counts (records, bytes, lines) is the source's own affair.</param>
public readonly record struct LogPosition(int Partition, long Offset)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Partition}@{Offset}";
}
