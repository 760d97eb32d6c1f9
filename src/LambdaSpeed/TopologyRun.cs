using System.Diagnostics;
using LambdaSpeed.Components;
using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Views;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed;

/// <summary>A running topology: its views, its life, its end. Safe from any thread.</summary>
[DebuggerDisplay("{Topology.Name}: {State}, {PublishedEpoch}")]
public sealed partial class TopologyRun : IAsyncDisposable
{
    private readonly ExecutionPlan _plan;
    private readonly Tasks.IRunThreads _threads;
    private readonly ILogger _logger;
    private readonly EpochPublication _publication = new();
    private readonly Epochs.CutLedger _cuts;
    private readonly Dictionary<string, IRealtimeView> _views = new(StringComparer.Ordinal); // filled by the first attempt
    private RunMetrics? _metrics; // set once the first attempt is open
    private readonly CancellationTokenSource _following = new();  // cancelled to give up on outside stores
    private readonly CancellationTokenSource _restarting = new(); // cancelled to wait for no restart any more
    private IReadOnlyList<IViewFollower> _followers = []; // set by the start, before the work
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Checkpoints.MeteredJournal? _journal; // the run's hold on its checkpoints; null without a place for them
    private int _isFreed;                 // 0 or 1: was the journal disposed of?
    private volatile RunAttempt _attempt = null!; // the newest one; made by the start, replaced by a restart
    private int _restarts;                // restarts so far
    private int _end;                     // a SignalKind: how the run was asked to end; written once
    private int _state;                   // a RunState; changed by TryEnter alone
    private Exception? _fault;            // the failure that ended the run; set before the state becomes Faulted

    /// <param name="plan">What is run.</param>
    /// <param name="threads">What does the work; null for threads, as ever but in a simulation.</param>
    internal TopologyRun(ExecutionPlan plan, Tasks.IRunThreads? threads = null)
    {
        _plan = plan;
        _restartCount = new(plan.Options.Restart);
        _cuts = new(_publication);
        _threads = threads ?? Tasks.RunThreads.Instance;
        _logger = plan.Options.LoggerOf("LambdaSpeed.Run");
    }

    /// <summary>The topology that runs.</summary>
    public Topology Topology => _plan.Topology;

    /// <summary>How it was planned.</summary>
    public ExecutionPlan Plan => _plan;

    /// <summary>Where the run is in its life.</summary>
    public RunState State => (RunState)Volatile.Read(ref _state);

    /// <summary>The newest epoch that committed reads see.</summary>
    public EpochId PublishedEpoch => _publication.Published;

    /// <summary>Which start of the topology this is, by its checkpoints: 1 for the first, greater each time; 0 without a place for
    /// checkpoints.</summary>
    public long Incarnation => _journal?.Incarnation ?? 0;

    /// <summary>How often the run has restarted after a failure.</summary>
    public int Restarts => Volatile.Read(ref _restarts);

    /// <summary>How the place of its checkpoints is doing; null without one.</summary>
    internal CheckpointDescription? Checkpoints => _journal?.Describe(isOver: State >= RunState.Completed, _fault);

    /// <summary>Completes when the run has ended and everything is closed; faults with the run's fault, is cancelled by an abort.</summary>
    /// <remarks>It tells of the topology's own work. Stores outside the run that follow a view are given 30 s more, then are given up, and
    /// do not change how the run ended: the views are whole, and the next start replaces what such a store holds. How a store fared stands
    /// in <see cref="Describe"/>.</remarks>
    public Task Completion => _completion.Task;

    /// <summary>A view of this run. It can still be read after the run has ended; one that holds a part of its keys in memory
    /// (<see cref="AggregatedStream{TKey, TResult}.HoldHotKeys"/>) until the run is disposed.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TValue">What readers are given for a key.</typeparam>
    /// <param name="name">The view's name, as <c>ToView</c> gave it.</param>
    /// <exception cref="ArgumentException">There is no such view, or it has other types.</exception>
    public IView<TKey, TValue> View<TKey, TValue>(ViewName<TKey, TValue> name)
        where TKey : notnull => ViewDirectory.Find<TKey, TValue>(_views, Topology.Name, name.Name);

    /// <summary>A view of windows of this run. It can still be read after the run has ended.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TResult">What readers are given for a window.</typeparam>
    /// <param name="name">The view's name, as <c>ToView</c> gave it.</param>
    /// <exception cref="ArgumentException">There is no such view, or it has other types.</exception>
    public IWindowView<TKey, TResult> View<TKey, TResult>(WindowViewName<TKey, TResult> name)
        where TKey : notnull => ViewDirectory.Find<IWindowView<TKey, TResult>>(_views, Topology.Name, name.Name,
            $"one of windows with keys {typeof(TKey)} and results {typeof(TResult)}", nameof(WindowViewName<,>));

    /// <summary>Holds one published epoch readable across all views, for reads that must agree with each other.</summary>
    public RunSnapshot Snapshot() => RunSnapshot.Of(_views, Topology.Name, _publication);

    /// <summary>Ends the open epoch now and waits until it is published: afterwards committed reads see all that had reached the views'
    /// tasks, all that the spouts had emitted, and all that a <see cref="PushSpout{T}"/> had accepted, before the call. Callers that wait
    /// at the same time share an epoch.</summary>
    /// <remarks>What other sources hold and the spouts have not emitted (a channel, a log) is not waited for; for a log, use
    /// <see cref="WaitForAsync"/>. When the run restarts meanwhile, the call waits until what had been emitted is read again and published.
    /// With <see cref="DeliveryGuarantee.AtMostOnce"/> it is not read again, and the call returns with what is left of it.</remarks>
    /// <param name="cancellationToken">Gives up waiting; the epoch is published all the same.</param>
    /// <exception cref="RunFaultedException">The run has failed, or was aborted, before that.</exception>
    /// <exception cref="PublicationLostException">The run has restarted, and what had been emitted was withdrawn by its source, or a spout
    /// cannot say how far it had come.</exception>
    public async Task<EpochId> PublishAsync(CancellationToken cancellationToken = default)
    {
        var attempt = _attempt;
        var epoch = attempt.RequestEpoch();
        await AwaitEpochOfAsync(attempt, epoch, cancellationToken).ConfigureAwait(false);
        var isLost = !attempt.HasPublished(epoch); // it went down with the attempt; another began anew with its number
        if (isLost) RequireReachable(attempt);
        await CatchUpAsync(isLost ? attempt.OwedAfter : attempt.Owed, cancellationToken).ConfigureAwait(false);
        return _publication.Published;
    }

    /// <summary>Stops the spouts, processes what is in flight, publishes it and closes everything. It is not the end of the input,
    /// so nothing that waits for an end is finished. A run that fails meanwhile, or waits for its restart, ends with its fault: what was
    /// not published is read again at the next start.</summary>
    /// <remarks>Asked of a run that has ended, it tells again how: with its fault, or by returning. A run that is or was aborted has no
    /// fault, so it returns when everything is closed; <see cref="State"/> says that what was in flight is dropped.</remarks>
    /// <param name="cancellationToken">Gives up waiting; the run goes on stopping.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task StopAsync(CancellationToken cancellationToken = default) => EndAsync(SignalKind.Stop, cancellationToken);

    /// <summary>Like <see cref="StopAsync"/>, but treats the input as ended: what waits for an end is finished.</summary>
    /// <remarks>How it ends for a run that has failed or was aborted stands at <see cref="StopAsync"/>.</remarks>
    /// <param name="cancellationToken">Gives up waiting; the run goes on draining.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default) => EndAsync(SignalKind.End, cancellationToken);

    /// <summary>Gives up at once: what is in flight is dropped, views keep what was published. Returns when everything is closed.</summary>
    public async Task AbortAsync()
    {
        TryEnter(RunState.Aborted);
        _attempt.Abandon();
        WaitForNoRestart();
        if (!_completion.Task.IsCompleted) _ = _following.CancelAsync(); // perhaps only a store is waited for
        await ((Task)_completion.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A snapshot of the running graph: components, tasks, edges, views.</summary>
    public RunDescription Describe() => RunDescriber.Describe(this, _plan, _attempt, _views, _followers);

    /// <summary>Stops the run as <see cref="StopAsync"/> does, if it has not ended, and gives up what is being recomputed. Never throws the
    /// run's fault.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndRecomputationsAsync().ConfigureAwait(false);
        await StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndWatchesAsync().ConfigureAwait(false);
        FreeCheckpoints();
        _metrics?.Dispose();
        _following.Dispose();
        _restarting.Dispose();
        _recomputing.Dispose();
    }

    private async Task EndAsync(SignalKind kind, CancellationToken cancellationToken)
    {
        TryEnter(RunState.Stopping);
        Interlocked.CompareExchange(ref _end, (int)kind, (int)SignalKind.None); // the first way to end that is asked for is the one
        _attempt.RequestEnd((SignalKind)Volatile.Read(ref _end));
        if (!MayRestart) WaitForNoRestart();
        var ended = _completion.Task.WaitAsync(cancellationToken);
        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_completion.Task.IsCanceled) await ended.ConfigureAwait(false); // an abort is no failure
    }

    /// <summary>Gives up a restart that is waited for or under way. Not awaited: components that are being opened are told by it, and may
    /// not come back.</summary>
    private void WaitForNoRestart()
    {
        if (!_completion.Task.IsCompleted) _ = _restarting.CancelAsync();
    }

    private async Task<RunAttempt> NewAttemptAsync()
    {
        var scopes = new ComponentScopes(Topology.Services);
        try
        {
            return new RunAttempt(_plan, _publication, _views, _threads, scopes, _cuts);
        }
        catch (Exception)
        {
            await scopes.DisposeAsync().ConfigureAwait(false); // of the components that could be made
            throw;
        }
    }

    /// <summary>Changes the state along the order of its members; false when the run is past the new state already.</summary>
    private bool TryEnter(RunState next)
    {
        while (true)
        {
            var current = Volatile.Read(ref _state);
            if (current >= (int)next || current >= (int)RunState.Completed) return false;
            if (Interlocked.CompareExchange(ref _state, (int)next, current) == current) return true;
        }
    }
}
