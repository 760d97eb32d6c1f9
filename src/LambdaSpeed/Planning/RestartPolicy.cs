using LambdaSpeed.Components;

namespace LambdaSpeed;

/// <summary>How a run goes on after the failure of a task: from the last committed epoch, after a growing delay, a bounded number
/// of times.</summary>
/// <remarks>Failures are counted until the run has been well for <see cref="ResetAfter"/>; that epochs are published in between does not
/// matter, since a part of a topology may go on while another one fails in every life.
/// A failure on the same tuple after each restart is taken for one that no restart mends: see <see cref="MaxRestartsAtOneTuple"/>.
/// What a policy of tuples decided (<see cref="TupleFailurePolicy.Halt"/>) and a broken law of the engine end the run at once, and
/// so does any failure in a topology with a spout that cannot be read again: a restart would lose tuples.</remarks>
public sealed record RestartPolicy
{
    /// <summary>The first failure ends the run.</summary>
    public static RestartPolicy Never { get; } = new() { MaxRestarts = 0 };

    /// <summary>How many restarts are made before the run has been well for <see cref="ResetAfter"/>; the next failure ends the
    /// run.</summary>
    /// <value>The default is 10: with the default delays some 33 s for what is away to come back.</value>
    public int MaxRestarts { get; init; } = 10;

    /// <summary>How many restarts in a row may end in a failure on one and the same tuple, while no epoch is published; the next such
    /// failure ends the run with a <see cref="RecurringFailureException"/>.</summary>
    /// <remarks>It is about failures that belong to a tuple and that no failure policy covers: a grouping that throws, say. A tuple is
    /// known again by component, task and source position, or, without <see cref="SpeedLayerOptions.TracksPositions"/>, by being the same
    /// one in the order of its task. Failures of sources and stores belong to no tuple, and are given all of
    /// <see cref="MaxRestarts"/>.</remarks>
    /// <value>The default is 3, which takes 350 ms with the default delays. At least 1; no more than <see cref="MaxRestarts"/> has any
    /// effect.</value>
    public int MaxRestartsAtOneTuple { get; init; } = 3;

    /// <summary>The delay before the first restart; it doubles with each further one.</summary>
    /// <value>The default is 50 ms.</value>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest delay.</summary>
    /// <value>The default is 10 s.</value>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a run must go on without a failure for the earlier ones to be forgotten: then the count and the delays begin anew.
    /// Never sooner than after the delay that was waited last.</summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The delay before a restart; null when there is to be none.</summary>
    /// <param name="failures">Failures since the run was last well, this one included; at least 1.</param>
    internal TimeSpan? DelayAfter(int failures)
    {
        if (failures > MaxRestarts) return null;
        return BackOff.Delay(FirstDelay, LongestDelay, failures);
    }
}
