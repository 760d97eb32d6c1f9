using System.Diagnostics;
using LambdaSpeed.Epochs;
using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Tasks;
using LambdaSpeed.Views;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed;

/// <summary>A running topology: its views, its life, its end. Safe from any thread.</summary>
[DebuggerDisplay("{Topology.Name}: {State}, {PublishedEpoch}")]
public sealed partial class TopologyRun : IAsyncDisposable
{
    private readonly ExecutionPlan _plan;
    private readonly ILogger _logger;
    private readonly EpochPublication _publication = new();
    private readonly EpochClock _epochs;
    private readonly RunAssembly _factory;
    private readonly IReadOnlyList<StreamTask> _tasks;
    private readonly List<WorkerPool> _pools = [];
    private readonly RunMetrics _metrics;
    private readonly CancellationTokenSource _following = new(); // cancelled to give up on outside stores
    private readonly List<Task> _followers = [];
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _liveTasks;     // tasks that have not ended
    private int _state;         // a RunState; changed by TryEnter alone
    private Exception? _fault;  // the first failure; set before the state becomes Faulted

    internal TopologyRun(ExecutionPlan plan)
    {
        _plan = plan;
        _logger = plan.Options.LoggerFactory.CreateLogger("LambdaSpeed.Run");
        _factory = new RunAssembly(plan, _publication, new Control(this));
        _tasks = _factory.CreateTasks();
        _liveTasks = _tasks.Count;
        _epochs = new EpochClock(
            _tasks.Count, _publication, plan.Options.TimeProvider, plan.Options.EpochInterval, SendBarriers, Fail);
        _metrics = new RunMetrics(Describe);
        AssignTasks();
    }

    /// <summary>The topology that runs.</summary>
    public Topology Topology => _plan.Topology;

    /// <summary>How it was planned.</summary>
    public ExecutionPlan Plan => _plan;

    /// <summary>Where the run is in its life.</summary>
    public RunState State => (RunState)Volatile.Read(ref _state);

    /// <summary>The newest epoch that committed reads see.</summary>
    public EpochId PublishedEpoch => _publication.Published;

    /// <summary>Completes when the run has ended and everything is closed; faults with the run's fault, is cancelled by an abort.</summary>
    public Task Completion => _completion.Task;

    /// <summary>A view of this run. It can still be read after the run has ended.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TValue">What readers are given for a key.</typeparam>
    /// <param name="name">The view's name, as <c>ToView</c> gave it.</param>
    /// <exception cref="ArgumentException">There is no such view, or it has other types.</exception>
    public IView<TKey, TValue> View<TKey, TValue>(ViewName<TKey, TValue> name)
        where TKey : notnull => ViewDirectory.Find<TKey, TValue>(_factory.Views, Topology.Name, name.Name);

    /// <summary>Holds one published epoch readable across all views, for reads that must agree with each other.</summary>
    public RunSnapshot Snapshot() => new(_factory.Views, Topology.Name, new EpochPin(_publication));

    /// <summary>Ends the open epoch now and waits until it is published: afterwards committed reads see all that had reached the views'
    /// tasks, and all that the spouts had emitted, before the call. Callers that wait at the same time share an epoch.</summary>
    /// <param name="cancellationToken">Gives up waiting; the epoch is published all the same.</param>
    /// <exception cref="RunFaultedException">The run has failed.</exception>
    public async Task<EpochId> PublishAsync(CancellationToken cancellationToken = default)
    {
        var epoch = _epochs.Request();
        await _publication.WaitForAsync(epoch, cancellationToken).ConfigureAwait(false);
        return _publication.Published;
    }

    /// <summary>Stops the spouts, processes what is in flight, publishes it and closes everything. It is not the end of the input,
    /// so nothing that waits for an end is finished.</summary>
    /// <param name="cancellationToken">Gives up waiting; the run goes on stopping.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => EndAsync(SignalKind.Stop, cancellationToken);

    /// <summary>Like <see cref="StopAsync"/>, but treats the input as ended: what waits for an end is finished.</summary>
    /// <param name="cancellationToken">Gives up waiting; the run goes on draining.</param>
    public Task DrainAsync(CancellationToken cancellationToken = default) => EndAsync(SignalKind.End, cancellationToken);

    /// <summary>Gives up at once: what is in flight is dropped, views keep what was published. Returns when everything is closed.</summary>
    public async Task AbortAsync()
    {
        if (TryEnter(RunState.Aborted)) _ending.TrySetResult();
        foreach (var task in _tasks) task.Abandon();
        if (!_completion.Task.IsCompleted) await _following.CancelAsync().ConfigureAwait(false); // perhaps only a store is waited for
        await ((Task)_completion.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A snapshot of the running graph: components, tasks, edges, views.</summary>
    public RunDescription Describe() => RunDescriber.Describe(this, _plan, _tasks, _factory);

    /// <summary>Stops the run as <see cref="StopAsync"/> does, if it has not ended. Never throws the run's fault.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _metrics.Dispose();
        _following.Dispose();
    }

    private async Task EndAsync(SignalKind kind, CancellationToken cancellationToken)
    {
        TryEnter(RunState.Stopping);
        foreach (var task in _tasks)
        {
            if (task.IsSpout) task.RequestStop(kind);
        }
        await _completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has each task stepped by the shared workers, or by a thread of its own.</summary>
    private void AssignTasks()
    {
        var options = _plan.Options;
        var run = new Control(this);
        var shared = _plan.WorkerCount > 0 ? NewPool($"{Topology.Name}-worker", _plan.WorkerCount) : null;
        foreach (var chain in _plan.Chains)
        {
            for (var index = 0; index < chain.Parallelism; index++)
            {
                var pool = chain.OwnThread ? NewPool($"{chain.Name}-{index}", 1) : shared!;
                pool.Adopt(_tasks[chain.FirstTask + index]);
            }
        }

        WorkerPool NewPool(string name, int workers)
        {
            var pool = new WorkerPool(name, workers, run, options);
            _pools.Add(pool);
            return pool;
        }
    }

    private void SendBarriers(EpochId epoch)
    {
        foreach (var task in _tasks)
        {
            if (task.IsSpout) task.RequestBarrier(epoch);
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
