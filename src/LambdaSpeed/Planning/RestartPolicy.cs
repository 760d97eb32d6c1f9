using LambdaSpeed.Components;

namespace LambdaSpeed;

/// <summary>How a run goes on after the failure of a task: from the last committed epoch, after a growing delay, a bounded number
/// of times.</summary>
/// <remarks>What a policy of tuples decided (<see cref="TupleFailurePolicy.Halt"/>) and a broken law of the engine end the run at once, and
/// so does any failure in a topology with a spout that cannot be read again: a restart would lose tuples.</remarks>
public sealed record RestartPolicy
{
    /// <summary>The first failure ends the run.</summary>
    public static RestartPolicy Never { get; } = new() { MaxRestarts = 0 };

    /// <summary>How many restarts are made without an epoch being committed between them; the failure after the last one ends the
    /// run.</summary>
    /// <value>The default is 3.</value>
    public int MaxRestarts { get; init; } = 3;

    /// <summary>The delay before the first restart; it doubles with each further one.</summary>
    /// <value>The default is 50 ms.</value>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest delay.</summary>
    /// <value>The default is 10 s.</value>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The delay before a restart; null when there is to be none.</summary>
    /// <param name="failures">Failures so far without an epoch between them, this one included; at least 1.</param>
    internal TimeSpan? DelayAfter(int failures)
    {
        if (failures > MaxRestarts) return null;
        return BackOff.Delay(FirstDelay, LongestDelay, failures);
    }
}
