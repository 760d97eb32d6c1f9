namespace LambdaSpeed.Checkpoints;

/// <summary>What a file in a topology's directory is; the number is part of the format.</summary>
internal enum CheckpointFileKind : byte
{
    /// <summary>Commits, one after another, by one incarnation.</summary>
    Changes = 1,

    /// <summary>The whole state as of an epoch, complete.</summary>
    Snapshot = 2,

    /// <summary>Empty: by its name, that an incarnation has been taken.</summary>
    Incarnation = 3,

    /// <summary>A snapshot on its way.</summary>
    Unfinished = 4,
}
