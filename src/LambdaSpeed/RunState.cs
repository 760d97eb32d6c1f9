namespace LambdaSpeed;

/// <summary>The life of a run, in the order it happens.</summary>
public enum RunState
{
    /// <summary>Components are being made and opened.</summary>
    Starting,

    /// <summary>Tuples flow.</summary>
    Running,

    /// <summary>The spouts have been asked to end; what is in flight is being processed.</summary>
    Stopping,

    /// <summary>All is processed and closed; views can still be read.</summary>
    Completed,

    /// <summary>The run was given up; views show what was published.</summary>
    Aborted,

    /// <summary>A component or the engine failed; <see cref="TopologyRun.Completion"/> carries the cause.</summary>
    Faulted,
}
