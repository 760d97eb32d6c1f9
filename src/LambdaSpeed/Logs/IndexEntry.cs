namespace LambdaSpeed.Logs;

/// <summary>A place in a segment where a frame begins.</summary>
/// <param name="Offset">The frame's first offset.</param>
/// <param name="Position">Where it begins in the file.</param>
/// <param name="MaxTimestampBefore">The latest timestamp of all frames of the segment before it; the least number before the
/// first.</param>
internal readonly record struct IndexEntry(long Offset, long Position, long MaxTimestampBefore)
{
    /// <summary>The beginning of a segment.</summary>
    public static IndexEntry StartOf(long baseOffset) => new(baseOffset, SegmentHeader.Bytes, long.MinValue);
}
