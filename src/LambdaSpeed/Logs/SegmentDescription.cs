namespace LambdaSpeed;

/// <summary>A file of a partition.</summary>
/// <param name="File">The file.</param>
/// <param name="FirstOffset">The offset of its first record.</param>
/// <param name="EndOffset">The offset behind its last record.</param>
/// <param name="Bytes">How many bytes of it are in use.</param>
/// <param name="MaxTimestamp">The latest timestamp of its records; null when there are none, or, in the last segment of a log that is
/// opened for reading, when that is not known.</param>
public sealed record SegmentDescription(string File, long FirstOffset, long EndOffset, long Bytes, DateTimeOffset? MaxTimestamp);
