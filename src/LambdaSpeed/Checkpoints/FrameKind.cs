namespace LambdaSpeed.Checkpoints;

/// <summary>What a frame holds; the number is part of the format.</summary>
internal enum FrameKind : byte
{
    /// <summary>What one epoch changed.</summary>
    Commit = 1,

    /// <summary>The whole state; the only frame of its file.</summary>
    Snapshot = 2,

    /// <summary>Nothing: the run has ended, and all frames before this one were synced.</summary>
    End = 3,
}
