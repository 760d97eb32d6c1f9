namespace LambdaSpeed;

/// <summary>How the tasks of one component run.</summary>
public sealed record ComponentOptions
{
    internal static readonly ComponentOptions Default = new();

    /// <summary>Longer than anything here needs, and within what timers take.</summary>
    internal static readonly TimeSpan LongestTime = TimeSpan.FromDays(30);

    /// <summary>How often <c>Tick</c> is called, of bolts that have it: not of spouts and keyed bolts.</summary>
    /// <value>The default is null: never.</value>
    public TimeSpan? TickInterval { get; init; }

    /// <summary>What happens when a bolt throws on a tuple, after all its retries; of a spout, when it cannot read a record of its source
    /// (a log spout whose codec does not fit, say). A spout that throws of itself ends the run. Operators take theirs as an
    /// argument.</summary>
    /// <value>The default is <see cref="TupleFailurePolicy.Halt"/>.</value>
    public TupleFailurePolicy OnFailure { get; init; } = TupleFailurePolicy.Halt;

    /// <summary>How often a bolt is given a tuple again that it has failed on, before <see cref="OnFailure"/> applies. Operators are not:
    /// what may fail for a while belongs into a bolt.</summary>
    /// <value>The default is <see cref="RetryPolicy.None"/>.</value>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>Gives each task a thread of its own; for components that block. Such a component is never fused with others.</summary>
    /// <value>The default is false: tasks share the workers.</value>
    public bool OwnThread { get; init; }

    /// <summary>May the component run in one task with its neighbours when they are linked one-to-one?</summary>
    /// <value>The default is true.</value>
    public bool CanFuse { get; init; } = true;
}
