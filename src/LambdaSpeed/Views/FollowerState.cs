namespace LambdaSpeed;

/// <summary>How an outside store that follows a view is doing.</summary>
public enum FollowerState
{
    /// <summary>It is given what changes.</summary>
    Following,

    /// <summary>Its last write failed and will be tried again.</summary>
    Retrying,

    /// <summary>It holds all that was published, and the run has ended.</summary>
    Ended,

    /// <summary>It is not kept up any more: it refused the run, failed too often or did not answer after the end of the run, or the run
    /// itself failed or was aborted. The next start replaces its content.</summary>
    GivenUp,
}
