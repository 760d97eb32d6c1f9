namespace LambdaSpeed;

/// <summary>What a partition of a log consists of at one moment.</summary>
/// <param name="Index">The partition.</param>
/// <param name="FirstOffset">The first offset that is kept.</param>
/// <param name="EndOffset">The offset behind the last record.</param>
/// <param name="Segments">Its files, oldest first.</param>
public sealed record PartitionDescription(int Index, long FirstOffset, long EndOffset, IReadOnlyList<SegmentDescription> Segments)
{
    /// <summary>Bytes of all its segments.</summary>
    public long Bytes => Segments.Sum(segment => segment.Bytes);
}
