using System.Diagnostics;

namespace LambdaSpeed.Tasks;

/// <summary>Decides whether the tuple that a stage has failed on is tried again, and when.</summary>
/// <remarks>Pure: told the time. Touched only by the owning task's step, but for <see cref="Hurry"/>.</remarks>
[DebuggerDisplay("tuple {_ordinal}: {_failures} failures, due {_due}")]
internal sealed class TupleRetry(RetryPolicy policy)
{
    private long _ordinal = -1;       // which tuple failed last
    private int _failures;            // how often it has failed
    private TimeSpan? _due;           // when it is tried again; null while none waits
    private volatile bool _isHurried; // nothing is to wait any more; any thread sets it, once

    /// <summary>Does a tuple wait, or did one until a moment ago?</summary>
    public bool IsWaiting => _due is not null;

    /// <summary>How often a tuple has failed; 0 for any but the last that did.</summary>
    public int FailuresOf(long ordinal) => ordinal == _ordinal ? _failures : 0;

    /// <summary>Is nothing to wait any more?</summary>
    public bool IsHurried => _isHurried;

    /// <summary>From now on nothing waits, and a tuple that fails is tried once more at most. Any thread.</summary>
    public void Hurry() => _isHurried = true;

    /// <summary>Notes that a tuple has failed; the delay before it is to be tried again, null when that was the last time.</summary>
    public TimeSpan? NoteFailure(long ordinal, Exception exception, TimeSpan now)
    {
        _failures = FailuresOf(ordinal) + 1;
        _ordinal = ordinal;
        if (DelayAfter(_failures, exception) is not { } delay) return null;

        _due = now + delay;
        return delay;
    }

    /// <summary>The delay before a tuple is to be tried again that has failed so often; null when that was the last time.</summary>
    public TimeSpan? DelayAfter(int failures, Exception exception)
    {
        if (policy.DelayAfter(failures, exception) is not { } delay) return null;
        if (_isHurried && failures > 1) return null;

        return _isHurried ? TimeSpan.Zero : delay;
    }

    /// <summary>How long the tuple has to wait still; zero when it is to be tried now, and waits no more.</summary>
    public TimeSpan TimeLeft(TimeSpan now)
    {
        if (_due is { } due && due > now && !_isHurried) return due - now;

        _due = null;
        return TimeSpan.Zero;
    }
}
