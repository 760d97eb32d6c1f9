namespace LambdaSpeed;

/// <summary>A file of a log holds bytes that were not written there, or lacks some that were: damage that no crash explains.</summary>
/// <remarks>Never thrown for the torn end that a crash leaves: that is cut off when the log is opened.</remarks>
public sealed class LogCorruptionException : LambdaSpeedException
{
    internal LogCorruptionException(string file, long bytePosition, LogPosition position, string finding, long? resumeOffset = null)
        : base(Describe(file, bytePosition, position, finding, resumeOffset))
    {
        File = file;
        BytePosition = bytePosition;
        Position = position;
        ResumeOffset = resumeOffset;
    }

    /// <summary>The damaged file.</summary>
    public string File { get; }

    /// <summary>Where in the file the damage begins.</summary>
    public long BytePosition { get; }

    /// <summary>The first record that cannot be read.</summary>
    public LogPosition Position { get; }

    /// <summary>The first later offset from which the partition can be read again; null when nothing behind the damage is readable, or
    /// it was not looked for.</summary>
    public long? ResumeOffset { get; }

    private static string Describe(string file, long bytePosition, LogPosition position, string finding, long? resumeOffset)
    {
        var goOn = resumeOffset is { } resume
            ? $"or give up the records before offset {resume} of partition {position.Partition} and read on from there (seek to it)"
            : "or give the records up: read on from a later segment, or cut the partition at this offset (ReplayLog.TruncateAsync)";
        return $"'{file}' is damaged at byte {bytePosition}, at record {position}: {finding}. " +
            $"Remedy: put the file back from a copy, {goOn}.";
    }
}
