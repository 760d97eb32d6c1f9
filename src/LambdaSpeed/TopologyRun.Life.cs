using System.Diagnostics;
using LambdaSpeed.Checkpoints;
using LambdaSpeed.Diagnostics;
using LambdaSpeed.Views;

namespace LambdaSpeed;

public sealed partial class TopologyRun
{
    private static readonly TimeSpan _longestFollow = TimeSpan.FromSeconds(30);  // for outside stores after the end of the work
    private static readonly TimeSpan _longestFarewell = TimeSpan.FromSeconds(5); // for a call of theirs after it was cancelled

    /// <summary>Opens every component, goes on from the newest checkpoint and starts the workers; closes what was opened when that
    /// fails.</summary>
    /// <param name="onReadable">Called as soon as views can be read, before any component is stepped; must not throw.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    internal async Task StartAsync(Action<TopologyRun>? onReadable, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var activity = LambdaSpeedTelemetry.Source.StartActivity("lambdaspeed.run.start");
        activity?.SetTag("lambdaspeed.topology", Topology.Name);
        try
        {
            await OpenFirstAsync(cancellationToken).ConfigureAwait(false);
            _metrics = new RunMetrics(Describe);
            activity?.Stop(); // before the work: a short run might end before this method does
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            _fault = exception;
            TryEnter(RunState.Faulted);
            _metrics?.Dispose();
            if (_attempt is not null) await _attempt.CloseAsync().ConfigureAwait(false);
            _journal?.Dispose();
            _publication.Close(exception);
            _completion.TrySetException(exception);
            _ = _completion.Task.Exception; // the caller of the start is told; nobody else need look
            throw;
        }
        TryEnter(RunState.Running);
        LogMessages.RunStarted(_logger, Topology.Name, _attempt.Tasks.Count, _plan.WorkerCount);
        var following = new FollowingSettings(Incarnation, _plan.Options.TimeProvider, _logger);
        _followers = [.. _views.Values.SelectMany(view => view.Follow(following, _following.Token))];
        onReadable?.Invoke(this);
        var isToBeNoted = _journal is { Latest: null } && _attempt.BeginsLate; // else the next start would begin later still
        Start(_attempt);
        if (isToBeNoted) _attempt.RequestEpoch();
        _ = SuperviseAsync();
    }

    /// <summary>Opens the first attempt, with the state and at the positions of the newest checkpoint.</summary>
    private async Task OpenFirstAsync(CancellationToken cancellationToken)
    {
        if (_plan.Options.Checkpoints is { } store)
        {
            _journal = await Task.Run(
                () => MeteredJournal.Open(store, Topology.Name, _plan.Options.TimeProvider), cancellationToken).ConfigureAwait(false);
            if (_journal.Latest is { } latest)
            {
                _publication.StartAt(latest.Epoch); // the tables begin behind it
                LogMessages.RunRecovered(_logger, Topology.Name, latest.Epoch, _journal.Incarnation);
            }
        }
        _attempt = await NewAttemptAsync().ConfigureAwait(false);
        await _attempt.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (_journal is not null)
        {
            _attempt.Seek(await Task.Run(() => _attempt.Load(_journal), cancellationToken).ConfigureAwait(false));
        }
        _attempt.NoteWhereSpoutsStand();
        foreach (var view in _views.Values) view.Adopt();
    }

    /// <summary>Waits for the end of the work, restarts it after a failure as long as the policy allows, and closes everything.</summary>
    /// <remarks>Whatever happens, whoever waits for the run must learn of it: also what no law foresees is the run's fault.</remarks>
    private async Task SuperviseAsync()
    {
        try
        {
            _fault = await LiveAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _fault = exception;
        }
        if (_fault is not null) TryEnter(RunState.Faulted);
        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _fault ??= exception;
            TryEnter(RunState.Faulted);
        }
        Report();
    }

    /// <summary>After the last attempt: frees the checkpoints, unless readers of views need them until the run is disposed; tells who waits
    /// for epochs; ends the following of outside stores.</summary>
    private async Task CloseAsync()
    {
        try
        {
            if (!_attempt.State.CountedSections.Any()) FreeCheckpoints();
        }
        finally
        {
            _publication.Close(_fault);
        }
        using var activity = LambdaSpeedTelemetry.Source.StartActivity("lambdaspeed.run.stop");
        activity?.SetTag("lambdaspeed.topology", Topology.Name);
        await EndFollowingAsync().ConfigureAwait(false);
    }

    /// <summary>Frees the place of the checkpoints, once.</summary>
    private void FreeCheckpoints()
    {
        if (Interlocked.Exchange(ref _isFreed, 1) == 0) _journal?.Dispose();
    }

    /// <summary>Has outside stores take the last epoch, for a bounded time; then gives them up, and leaves behind what does not heed even
    /// that: a store that hangs must not keep the run from ending.</summary>
    private async Task EndFollowingAsync()
    {
        if (_followers.Count == 0) return;
        var clock = _plan.Options.TimeProvider;
        var ended = Task.WhenAll(_followers.Select(follower => follower.Work));
        if (State is not (RunState.Aborted or RunState.Faulted))
        {
            await ended.WaitAsync(_longestFollow, clock, _following.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        var cancelled = _following.CancelAsync(); // calls what stores have registered, which may not come back either
        await Task.WhenAll(ended, cancelled).WaitAsync(_longestFarewell, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var follower in _followers)
        {
            if (!follower.Work.IsCompleted) follower.LeaveBehind(_longestFarewell);
        }
    }

    /// <summary>One attempt after the other; answers with what the last one failed.</summary>
    private async Task<Exception?> LiveAsync()
    {
        while (true)
        {
            await _attempt.Ending.ConfigureAwait(false);
            var closing = await _attempt.CloseAsync().ConfigureAwait(false);
            if (_attempt.Fault is not { } fault) return State == RunState.Aborted ? null : closing; // the work was done
            if (await RestartAsync(fault).ConfigureAwait(false) is { } last) return last;
        }
    }

    private void Report()
    {
        TryEnter(RunState.Completed);
        if (State == RunState.Faulted && _fault is not null)
        {
            LogMessages.RunFailed(_logger, Topology.Name, _fault);
            _completion.TrySetException(_fault);
            _ = _completion.Task.Exception; // observed here: a host that never looks must not be torn down for it
        }
        else if (State == RunState.Aborted)
        {
            LogMessages.RunCompleted(_logger, Topology.Name, "aborted");
            _completion.TrySetCanceled();
        }
        else
        {
            LogMessages.RunCompleted(_logger, Topology.Name, "all processed");
            _completion.TrySetResult();
        }
    }
}
