namespace LambdaSpeed.Logs;

/// <summary>What a reader of frames found at its place.</summary>
internal enum FrameStatus
{
    /// <summary>A whole frame with the right checksum, and it is the next one.</summary>
    Whole,

    /// <summary>Nothing: the place is the end of what may be read.</summary>
    End,

    /// <summary>The beginning of a frame that goes on behind the end of what may be read.</summary>
    Short,

    /// <summary>No frame, a damaged one, or one that does not follow the last.</summary>
    Invalid,
}
