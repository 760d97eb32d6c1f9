namespace LambdaSpeed;

/// <summary>How the place of a run's checkpoints is doing.</summary>
public enum CheckpointState
{
    /// <summary>It takes the epochs of the run.</summary>
    Committing,

    /// <summary>The newest epoch could not be committed, and is tried again: the spouts wait meanwhile, and nothing is lost.</summary>
    Retrying,

    /// <summary>It could not be read when that was tried last, or did not take the newest epoch before the run ended. The next start goes
    /// on from the newest committed one.</summary>
    Failed,

    /// <summary>The run has ended, and all it has published is there.</summary>
    Closed,
}
