using System.Diagnostics;

namespace LambdaSpeed.Planning;

/// <summary>Counts the failures of a run and decides whether, and after which delay, it restarts.</summary>
/// <remarks>Pure: told the time. Epochs do not reset the count: in a run with several spouts one may fail in each life while the others get
/// epochs published, and would be restarted for ever after the shortest delay. Failures on one tuple are counted beside: the same tuple met
/// again and again from the same epoch is no accident, and waiting does not mend it.</remarks>
[DebuggerDisplay("{Failures} failures, {_delay} after the last")]
internal sealed class RestartCount(RestartPolicy policy)
{
    private TimeSpan _delay;      // before the newest attempt
    private FailurePlace? _place; // of the newest failure; null when it belongs to no tuple
    private EpochId _published;   // when it happened

    /// <summary>Failures since the run was last well, the newest one included.</summary>
    public int Failures { get; private set; }

    /// <summary>Failures in a row on the tuple of the newest one, from the same epoch; 0 when that belongs to no tuple.</summary>
    public int FailuresOnTuple { get; private set; }

    /// <summary>Has the newest failure happened so often on the same tuple that it would happen again?</summary>
    public bool IsRecurring => FailuresOnTuple > policy.MaxRestartsAtOneTuple;

    /// <summary>Notes a failure; the delay before the restart, or null when there is to be none.</summary>
    /// <param name="lived">How long the attempt that failed had been running; zero when it could not be opened.</param>
    /// <param name="place">The tuple it belongs to; null when to none.</param>
    /// <param name="published">The newest published epoch: what a restart goes on from.</param>
    public TimeSpan? DelayAfterFailure(TimeSpan lived, FailurePlace? place, EpochId published)
    {
        if (lived >= policy.ResetAfter && lived > _delay) Failures = 0;
        Failures++;
        if (place is null) FailuresOnTuple = 0;
        else FailuresOnTuple = place == _place && published == _published ? FailuresOnTuple + 1 : 1;
        (_place, _published) = (place, published);
        if (IsRecurring) return null;
        if (policy.DelayAfter(Failures) is not { } delay) return null;

        _delay = delay;
        return delay;
    }
}
