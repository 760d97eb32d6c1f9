using System.Diagnostics;
using LambdaSpeed.Diagnostics;

namespace LambdaSpeed;

public sealed partial class TopologyRun
{
    private static readonly TimeSpan _longestFollow = TimeSpan.FromSeconds(30); // for outside stores after the end of the work

    /// <summary>Opens every component, goes on from the newest checkpoint and starts the workers; closes what was opened when that
    /// fails.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        using var activity = LambdaSpeedTelemetry.Source.StartActivity("lambdaspeed.run.start");
        activity?.SetTag("lambdaspeed.topology", Topology.Name);
        try
        {
            await OpenFirstAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            _fault = exception;
            TryEnter(RunState.Faulted);
            if (_attempt is not null) await _attempt.CloseAsync().ConfigureAwait(false);
            _journal?.Dispose();
            _publication.Close(exception);
            _completion.TrySetException(exception);
            _ = _completion.Task.Exception; // the caller of the start is told; nobody else need look
            throw;
        }
        _metrics = new RunMetrics(Describe);
        TryEnter(RunState.Running);
        LogMessages.RunStarted(_logger, Topology.Name, _attempt.Tasks.Count, _plan.WorkerCount);
        foreach (var view in _views.Values)
        {
            _followers.AddRange(view.Follow(Incarnation, _plan.Options.TimeProvider, _logger, _following.Token));
        }
        activity?.Stop(); // before the work: a short run might end before this method does
        _attempt.Start(_journal);
        _ = SuperviseAsync();
    }

    /// <summary>Opens the first attempt, with the state and at the positions of the newest checkpoint.</summary>
    private async Task OpenFirstAsync(CancellationToken cancellationToken)
    {
        if (_plan.Options.Checkpoints is { } store)
        {
            _journal = await Task.Run(() => store.Open(Topology.Name), cancellationToken).ConfigureAwait(false);
            if (_journal.Latest is { } latest)
            {
                _publication.StartAt(latest.Epoch); // the tables begin behind it
                LogMessages.RunRecovered(_logger, Topology.Name, latest.Epoch, _journal.Incarnation);
            }
        }
        _attempt = NewAttempt();
        await _attempt.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (_journal is not null)
        {
            _attempt.Seek(await Task.Run(() => _attempt.Load(_journal), cancellationToken).ConfigureAwait(false));
        }
        _attempt.NoteWhereSpoutsStand();
        foreach (var view in _views.Values) view.Adopt();
    }

    /// <summary>Waits for the end of the work, restarts it after a failure as long as the policy allows, and closes everything.</summary>
    private async Task SuperviseAsync()
    {
        Exception? fault;
        try
        {
            fault = await LiveAsync().ConfigureAwait(false);
        }
        catch (Exception exception) // no law foresees it; whoever waits for the run must learn of it all the same
        {
            fault = exception;
        }

        using var activity = LambdaSpeedTelemetry.Source.StartActivity("lambdaspeed.run.stop");
        activity?.SetTag("lambdaspeed.topology", Topology.Name);
        _fault = fault;
        if (fault is not null) TryEnter(RunState.Faulted);
        _journal?.Dispose();
        _publication.Close(_fault);
        if (State is RunState.Aborted or RunState.Faulted) await _following.CancelAsync().ConfigureAwait(false);
        else _following.CancelAfter(_longestFollow); // a store that hangs must not keep the run from ending
        await Task.WhenAll(_followers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Report();
    }

    /// <summary>One attempt after the other; answers with what the last one failed.</summary>
    private async Task<Exception?> LiveAsync()
    {
        Exception? fault;
        do
        {
            await _attempt.Ending.ConfigureAwait(false);
            var closing = await _attempt.CloseAsync().ConfigureAwait(false);
            fault = _attempt.Fault ?? (State == RunState.Aborted ? null : closing);
        }
        while (fault is not null && await TryRestartAsync(fault).ConfigureAwait(false));
        return fault;
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
