using System.Diagnostics;

namespace LambdaSpeed.Planning;

/// <summary>Counts the failures of a run and decides whether, and after which delay, it restarts.</summary>
/// <remarks>Pure: told the time. Epochs do not reset the count: in a run with several spouts one may fail in each life while the others get
/// epochs published, and would be restarted for ever after the shortest delay.</remarks>
[DebuggerDisplay("{Failures} failures, {_delay} after the last")]
internal sealed class RestartCount(RestartPolicy policy)
{
    private TimeSpan _delay; // before the newest attempt

    /// <summary>Failures since the run was last well, the newest one included.</summary>
    public int Failures { get; private set; }

    /// <summary>Notes a failure; the delay before the restart, or null when there is to be none.</summary>
    /// <param name="lived">How long the attempt that failed had been running; zero when it could not be opened.</param>
    public TimeSpan? DelayAfterFailure(TimeSpan lived)
    {
        if (lived >= policy.ResetAfter && lived > _delay) Failures = 0;
        Failures++;
        if (policy.DelayAfter(Failures) is not { } delay) return null;

        _delay = delay;
        return delay;
    }
}
