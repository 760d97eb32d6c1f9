namespace LambdaSpeed.Epochs;

/// <summary>Why spouts are to read nothing for now; there may be several reasons at a time.</summary>
[Flags]
internal enum HoldReason
{
    /// <summary>They may read.</summary>
    None = 0,

    /// <summary>An epoch cannot be committed; it is tried again.</summary>
    FailedCommit = 1,

    /// <summary>The open epoch has changed as much as there is memory for, and the one before is not committed yet.</summary>
    FullEpoch = 2,
}
