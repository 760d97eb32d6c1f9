using LambdaSpeed.Diagnostics;
using LambdaSpeed.Planning;
using LambdaSpeed.Streams;

namespace LambdaSpeed;

public sealed partial class TopologyRun
{
    private readonly RestartCount _restartCount; // asked by the supervision alone
    private long _aliveSince;                    // timestamp of the newest attempt's start; likewise
    private volatile RestartDescription? _restart; // the newest one; written by the supervision, read by whoever describes the run

    /// <summary>Why and when the run restarts, or did last; null before any failure.</summary>
    internal RestartDescription? Restart
    {
        get => _restart;
        private set => _restart = value;
    }

    /// <summary>After a failure: makes a new attempt of what the published epoch holds and starts it, and answers null; or answers what
    /// ends the run.</summary>
    private async Task<Exception?> RestartAsync(Exception first)
    {
        var fault = first;
        var lived = _plan.Options.TimeProvider.GetElapsedTime(_aliveSince);
        while (true)
        {
            if (!MayRestart || !_attempt.CanBeReadAgain || !IsWorthAnother(fault)) return first;
            var published = _publication.Published;
            if (_restartCount.DelayAfterFailure(lived, FailurePlace.Of(fault), published) is not { } delay)
            {
                return _restartCount.IsRecurring && fault is TaskFailedException failed
                    ? new RecurringFailureException(failed, _restartCount.FailuresOnTuple, published)
                    : first;
            }
            Restart = new(_restartCount.Failures, fault.Message, _plan.Options.TimeProvider.GetUtcNow() + delay);
            LogMessages.RunRestarts(_logger, Topology.Name, published, delay, _restartCount.Failures, fault);
            if (await OpenNextAsync(delay).ConfigureAwait(false) is not { } failure)
            {
                Restart = Restart with { Due = null };
                return null;
            }
            (fault, lived) = (failure, TimeSpan.Zero);
        }
    }

    /// <summary>A run that was asked to stop goes on at its next start; one that drains has been asked to finish its input.</summary>
    private bool MayRestart => State != RunState.Aborted && (SignalKind)Volatile.Read(ref _end) != SignalKind.Stop;

    /// <summary>Would the same happen again, or was the end decided?</summary>
    private static bool IsWorthAnother(Exception fault) =>
        fault is not (TupleFailedException or InvariantViolationException or CheckpointException or StateMismatchException);

    /// <summary>Opens and starts the next attempt; answers what went wrong, or null.</summary>
    private async Task<Exception?> OpenNextAsync(TimeSpan delay)
    {
        RunAttempt? next = null;
        try
        {
            await Task.Delay(delay, _plan.Options.TimeProvider, _restarting.Token).ConfigureAwait(false);
            next = await NewAttemptAsync().ConfigureAwait(false);
            if (!IsWithdrawal(_attempt.Fault)) next.Owed = _attempt.OwedAfter;
            await next.OpenAsync(_restarting.Token).ConfigureAwait(false);
            next.TakeOver(_attempt, _journal);
            next.Seek(_attempt.Committed.Spouts);
        }
        catch (Exception exception)
        {
            if (next is not null) await next.CloseAsync().ConfigureAwait(false);
            return exception;
        }
        foreach (var view in _views.Values) view.Adopt();
        var former = _attempt;
        _attempt = next;
        Interlocked.Increment(ref _restarts);
        Start(next);
        former.Supersede();
        if (Volatile.Read(ref _end) is var end and not (int)SignalKind.None) next.RequestEnd((SignalKind)end);
        if (State == RunState.Aborted) next.Abandon();
        return null;
    }

    private void Start(RunAttempt attempt)
    {
        _aliveSince = _plan.Options.TimeProvider.GetTimestamp();
        attempt.Start(_journal);
    }
}
