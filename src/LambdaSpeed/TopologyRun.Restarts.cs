using LambdaSpeed.Diagnostics;
using LambdaSpeed.Streams;

namespace LambdaSpeed;

public sealed partial class TopologyRun
{
    private EpochId _publishedAtFailure; // the epoch published at the last failure; written by the supervision alone
    private int _failures;               // failures since an epoch was published between two of them; likewise

    /// <summary>After a failure: makes a new attempt of what the published epoch holds and starts it; false when the failure ends the
    /// run.</summary>
    private async Task<bool> TryRestartAsync(Exception fault)
    {
        while (true)
        {
            if (_publication.Published > _publishedAtFailure) _failures = 0;
            _publishedAtFailure = _publication.Published;
            _failures++;
            if (State == RunState.Aborted || !_attempt.CanBeReadAgain || !IsWorthAnother(fault)) return false;
            if (_plan.Options.Restart.DelayAfter(_failures) is not { } delay) return false;

            LogMessages.RunRestarts(_logger, Topology.Name, _publication.Published, delay, _failures, fault);
            if (await OpenNextAsync(delay).ConfigureAwait(false) is not { } failure) return true;
            fault = failure;
        }
    }

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
            next = NewAttempt();
            if (!IsWithdrawal(_attempt.Fault)) next.Owed = _attempt.OwedAfter;
            await next.OpenAsync(_restarting.Token).ConfigureAwait(false);
            next.TakeOver(_attempt);
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
        next.Start(_journal);
        former.Supersede();
        if (Volatile.Read(ref _end) is var end and not (int)SignalKind.None) next.RequestEnd((SignalKind)end);
        if (State == RunState.Aborted) next.Abandon();
        return null;
    }
}
