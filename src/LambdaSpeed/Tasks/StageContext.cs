using LambdaSpeed.Diagnostics;
using LambdaSpeed.Outputs;

namespace LambdaSpeed.Tasks;

/// <summary>Who a stage is, and what it counts.</summary>
internal sealed class StageContext(ComponentContext component, ComponentOptions componentOptions, SpeedLayerOptions options)
{
    private readonly long _madeAt = options.TimeProvider.GetTimestamp();
    private long _read;         // tuples read so far, by the owning task
    private long _skipped;      // tuples left out after a failure
    private long _deadLettered; // tuples that became dead letters
    private long _retried;      // further attempts on tuples that had failed
    private long _fired;        // timers that were done with

    public ComponentContext Component => component;

    public ComponentOptions ComponentOptions => componentOptions;

    public SpeedLayerOptions Options => options;

    /// <summary>How many tuples the stage processes at a time.</summary>
    public StagePace Pace { get; } = new(options.ChunkSize, options.PaceClock);

    /// <summary>Whether a tuple waits to be tried again.</summary>
    public TupleRetry Retry { get; } = new(componentOptions.Retry);

    /// <summary>The tuples that were given up on lately.</summary>
    public RecentFailures Failures { get; } = new();

    /// <summary>Does the component do things by the clock that its topology does not tell? Set while it opens.</summary>
    public bool UsesClock { get; set; }

    /// <summary>What an async bolt counts beside; null for all others.</summary>
    public CallCounters? Calls { get; private set; }

    /// <summary>Of an output's first task, what waits to go out; null for all others. Set as it opens.</summary>
    public Outbox? Outbox { get; set; }

    public long TuplesRead => Volatile.Read(ref _read);

    public long TuplesSkipped => Volatile.Read(ref _skipped);

    public long TuplesDeadLettered => Volatile.Read(ref _deadLettered);

    public long TuplesRetried => Volatile.Read(ref _retried);

    public long TuplesLate => component.Counts.Late;

    public long TuplesDuplicate => component.Counts.Duplicates;

    /// <summary>Has calls counted as well. Before the tasks run.</summary>
    public CallCounters CountCalls() => Calls ??= new();

    /// <summary>Counts tuples as read.</summary>
    public void CountRead(int count) => Volatile.Write(ref _read, _read + count);

    /// <summary>Counts a tuple as late.</summary>
    public void CountLate() => component.Counts.CountLate();

    /// <summary>Counts timers as done with.</summary>
    public void CountFired(int count) => _fired += count;

    /// <summary>Applies the component's policies to a timer that failed, after its half effects were taken back: true when it is to be
    /// tried
    /// again, false when it is left out; throws when the run is to halt.</summary>
    /// <param name="exception">What the component threw.</param>
    /// <param name="index">Which timer, after those counted by <see cref="CountFired"/>.</param>
    public bool MustFireAgain(Exception exception, int index)
    {
        var ordinal = -2 - _fired - index; // below those of tuples, so that one is not taken for the other
        if (exception is not InvariantViolationException && TryRetry(exception, ordinal)) return true;

        var failure = new TupleFailedException(
            component.Component, component.TaskIndex, -1, null, exception, Math.Max(1, Retry.FailuresOf(ordinal)));
        if (exception is InvariantViolationException || componentOptions.OnFailure == TupleFailurePolicy.Halt) throw failure;
        CountSkipped(failure);
        return false;
    }

    public void CountSkipped(TupleFailedException failure)
    {
        Volatile.Write(ref _skipped, _skipped + 1);
        Failures.Note(failure);
        LogMessages.TupleSkipped(
            component.Logger, component.Component, component.TaskIndex, failure.Ordinal, failure.Attempts, failure.InnerException!);
    }

    public void CountDeadLettered(TupleFailedException failure)
    {
        Volatile.Write(ref _deadLettered, _deadLettered + 1);
        Failures.Note(failure);
        LogMessages.TupleDeadLettered(
            component.Logger, component.Component, component.TaskIndex, failure.Ordinal, failure.Attempts, failure.InnerException!);
    }

    /// <summary>Notes that a tuple has failed; true when it is to be tried again, after <see cref="RetryTimeLeft"/>.</summary>
    /// <param name="exception">What the component threw.</param>
    /// <param name="index">Which tuple, after those counted by <see cref="CountRead"/>.</param>
    public bool TryRetry(Exception exception, int index) => TryRetry(exception, _read + index);

    private bool TryRetry(Exception exception, long ordinal)
    {
        if (Asked(() => Retry.NoteFailure(ordinal, exception, Now())) is not { } delay) return false;

        CountRetried(ordinal, Retry.FailuresOf(ordinal), delay, exception);
        return true;
    }

    /// <summary>The same for a tuple that is held beside the stage's input; the delay, null when it is not to be tried again.</summary>
    /// <param name="exception">What the component threw.</param>
    /// <param name="ordinal">Which tuple.</param>
    /// <param name="failures">How often it has failed.</param>
    public TimeSpan? RetryAfter(Exception exception, long ordinal, int failures)
    {
        var delay = Asked(() => Retry.DelayAfter(failures, exception));
        if (delay is { } until) CountRetried(ordinal, failures, until, exception);
        return delay;
    }

    /// <summary>How long a tuple has to wait still before it is tried again; zero when none has.</summary>
    public TimeSpan RetryTimeLeft() => Retry.IsWaiting ? Retry.TimeLeft(Now()) : TimeSpan.Zero;

    /// <summary>The exception that names the tuple a component failed on.</summary>
    public TupleFailedException Failure(Exception exception, int index, LogPosition? position) =>
        Failure(exception, _read + index, Math.Max(1, Retry.FailuresOf(_read + index)), position);

    /// <summary>The same for a tuple that is held beside the stage's input.</summary>
    public TupleFailedException Failure(Exception exception, long ordinal, int attempts, LogPosition? position) =>
        new(component.Component, component.TaskIndex, ordinal, position, exception, attempts);

    /// <summary>The run's time, since the stage was made.</summary>
    public TimeSpan Now() => options.TimeProvider.GetElapsedTime(_madeAt);

    /// <summary>What the user's retry policy says; when it throws itself, the task fails.</summary>
    private TimeSpan? Asked(Func<TimeSpan?> policy)
    {
        try
        {
            return policy();
        }
        catch (Exception exception)
        {
            throw TaskFailures.Of(this, $"asking {nameof(RetryPolicy)}.{nameof(RetryPolicy.ShouldRetry)}", exception);
        }
    }

    private void CountRetried(long ordinal, int failures, TimeSpan delay, Exception exception)
    {
        Volatile.Write(ref _retried, _retried + 1);
        LogMessages.TupleRetried(component.Logger, component.Component, component.TaskIndex, ordinal, failures, delay, exception);
    }
}
