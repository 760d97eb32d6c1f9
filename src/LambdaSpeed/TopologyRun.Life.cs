using System.Diagnostics;
using LambdaSpeed.Diagnostics;
using LambdaSpeed.Tasks;
using LambdaSpeed.Views;

namespace LambdaSpeed;

public sealed partial class TopologyRun
{
    private static readonly TimeSpan _longestFollow = TimeSpan.FromSeconds(30); // for outside stores after the end of the work

    /// <summary>Opens every component and starts the workers; closes what was opened when one fails.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        using var activity = LambdaSpeedTelemetry.Source.StartActivity("lambdaspeed.run.start");
        activity?.SetTag("lambdaspeed.topology", Topology.Name);
        try
        {
            foreach (var stage in _tasks.SelectMany(task => task.Stages)) await OpenAsync(stage, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            _fault = exception;
            TryEnter(RunState.Faulted);
            await CloseAsync().ConfigureAwait(false);
            _publication.Close(exception);
            _completion.TrySetException(exception);
            _ = _completion.Task.Exception; // the caller of the start is told; nobody else need look
            _metrics.Dispose();
            throw;
        }
        TryEnter(RunState.Running);
        LogMessages.RunStarted(_logger, Topology.Name, _tasks.Count, _plan.WorkerCount);
        foreach (var view in _factory.Views.Values.OfType<IRealtimeView>())
        {
            _followers.AddRange(view.Follow(_plan.Options.TimeProvider, _logger, _following.Token));
        }
        activity?.Stop(); // before the work: a short run might end before this method does
        foreach (var pool in _pools) pool.Start();
        foreach (var task in _tasks)
        {
            task.StartTicking(_plan.Options.TimeProvider);
            task.Wake();
        }
        _ = CompleteAsync();
    }

    private static async Task OpenAsync(Stage stage, CancellationToken cancellationToken)
    {
        try
        {
            await stage.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or TaskFailedException))
        {
            throw TaskFailures.Of(stage.Context, "opening", exception);
        }
    }

    /// <summary>Waits for the end of the work, in whatever way it ends, and closes everything.</summary>
    private async Task CompleteAsync()
    {
        await _ending.Task.ConfigureAwait(false);
        using var activity = LambdaSpeedTelemetry.Source.StartActivity("lambdaspeed.run.stop");
        activity?.SetTag("lambdaspeed.topology", Topology.Name);
        foreach (var pool in _pools) await pool.StopAsync().ConfigureAwait(false);
        foreach (var task in _tasks) task.StopTimers();
        _epochs.Dispose();
        await CloseAsync().ConfigureAwait(false);
        _publication.Close(_fault);
        if (State is RunState.Aborted or RunState.Faulted) await _following.CancelAsync().ConfigureAwait(false);
        else _following.CancelAfter(_longestFollow); // a store that hangs must not keep the run from ending
        await Task.WhenAll(_followers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Report();
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

    /// <summary>Closes every stage; a failure to close is logged and, when nothing failed before, becomes the run's fault.</summary>
    private async Task CloseAsync()
    {
        foreach (var stage in _tasks.SelectMany(task => task.Stages))
        {
            try
            {
                await stage.CloseAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                LogMessages.CloseFailed(_logger, stage.Context.Component.Component, stage.Context.Component.TaskIndex, exception);
                if (_fault is null && State != RunState.Aborted) _fault = TaskFailures.Of(stage.Context, "closing", exception);
            }
        }
        if (_fault is not null) TryEnter(RunState.Faulted);
    }

    /// <summary>Ends the run with its first failure; later ones are consequences.</summary>
    private void Fail(Exception fault)
    {
        if (Interlocked.CompareExchange(ref _fault, fault, null) is not null) return;
        TryEnter(RunState.Faulted);
        foreach (var task in _tasks) task.Abandon();
        _ending.TrySetResult();
    }

    /// <summary>What tasks and workers tell the run, kept off its public face.</summary>
    private sealed class Control(TopologyRun run) : IRunControl
    {
        public void NoteActivity() => run._epochs.NoteActivity();

        public void Acknowledge(StreamTask task, EpochId epoch) => run._epochs.Acknowledge(task.Id, epoch);

        public void TaskEnded(StreamTask task)
        {
            run._epochs.EndTask(task.Id);
            if (Interlocked.Decrement(ref run._liveTasks) == 0) run._ending.TrySetResult();
        }

        public void TaskFailed(StreamTask task, Exception exception)
        {
            run.Fail(exception as LambdaSpeedException ?? TaskFailures.Of(task.Stages[0].Context, "its step", exception));
        }
    }
}
