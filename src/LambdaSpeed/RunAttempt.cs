using System.Diagnostics;
using LambdaSpeed.Components;
using LambdaSpeed.Epochs;
using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Tasks;
using LambdaSpeed.Views;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed;

/// <summary>One life of a run's tasks: made, opened, filled with state, running, ended. A run that restarts makes another one.</summary>
/// <remarks>Epochs, views and the place of checkpoints outlive it.</remarks>
[DebuggerDisplay("{_plan.Topology.Name}: {_liveTasks} live tasks")]
internal sealed partial class RunAttempt : IAsyncDisposable
{
    private readonly ExecutionPlan _plan;
    private readonly EpochPublication _publication;
    private readonly ILogger _logger;
    private readonly EpochClock _epochs;
    private readonly RunAssembly _assembly;
    private readonly ComponentScopes _scopes;
    private readonly IReadOnlyList<StreamTask> _tasks;
    private readonly IRunThreads _threads;
    private readonly List<ITaskPool> _pools = [];
    private readonly CutLedger _cuts;
    private readonly IReadOnlyCollection<IRealtimeView> _views;
    private readonly TaskCompletionSource _superseded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITaskPool? _shared;    // null when every task has a thread of its own; set when made
    private CommitLoop? _commits;  // null when epochs are published without being written anywhere; set before the tasks run
    private CommittedEpoch _committed = new(EpochId.None, []); // replaced whole by whoever commits, just before it is published
    private volatile IReadOnlyList<SpoutPositions> _begun = []; // where the spouts began; set before the tasks run
    private int _liveTasks;        // tasks that have not ended
    private volatile Close? _close; // what was left at the end; null while the attempt lives
    private Exception? _fault;     // the first failure

    public RunAttempt(
        ExecutionPlan plan, EpochPublication publication, Dictionary<string, IRealtimeView> views, IRunThreads threads,
        ComponentScopes? scopes = null, CutLedger? cuts = null)
    {
        _cuts = cuts ?? new CutLedger(publication);
        _cuts.GoBack(publication.Published);
        _views = views.Values;
        _scopes = scopes ?? new ComponentScopes(plan.Topology.Services);
        _plan = plan;
        _publication = publication;
        _threads = threads;
        _logger = plan.Options.LoggerOf("LambdaSpeed.Run");
        var events = new Events(this);
        _assembly = new RunAssembly(plan, publication, views, events, _scopes);
        _tasks = _assembly.CreateTasks();
        _liveTasks = _tasks.Count;
        var timers = threads.NewTimers(plan.Options.TimeProvider);
        var options = plan.Options;
        _epochs = new EpochClock(
            _tasks.Count, publication, timers, options.EpochInterval, options.EpochTuples, events, options.EpochBytes, options.Slices.Cuts);
        AssignTasks(events, timers);
    }

    public IReadOnlyList<StreamTask> Tasks => _tasks;

    public IReadOnlyList<Edges.IEdgeMeter> Edges => _assembly.Edges;

    /// <summary>The state of the tasks: complete once they are open.</summary>
    public StateDirectory State => _assembly.State;

    /// <summary>Completes when there is nothing more to step: all is processed and published, or a failure, or an abort.</summary>
    public Task Ending => _ending.Task;

    /// <summary>Completes when another attempt goes on in this one's place: an epoch that was asked of this one is nobody's any
    /// more.</summary>
    public Task Superseded => _superseded.Task;

    /// <summary>The first failure; null while there is none.</summary>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>The newest committed epoch, and where the spouts go on after it.</summary>
    public CommittedEpoch Committed => Volatile.Read(ref _committed);

    /// <summary>How far former attempts had read, by spout and partition: who asks for all to be published, asks for that too.</summary>
    public IReadOnlyCollection<(string Spout, LogPosition Next)> Owed { get; set; } = [];

    /// <summary>Can all spouts say how far they had come when the attempt ended?</summary>
    public bool KnowsReached => _close?.Reached is not null;

    /// <summary>The same with this attempt, which has ended.</summary>
    public IReadOnlyCollection<(string Spout, LogPosition Next)> OwedAfter =>
    [
        .. (_close?.Reached ?? []).Where(task => !SharedSpouts.Contains(task.Spout))
            .SelectMany(task => task.Positions.Select(next => (task.Spout, Next: next))).Concat(Owed)
            .GroupBy(place => (place.Spout, place.Next.Partition))
            .Select(places => places.MaxBy(place => place.Next.Offset)),
    ];

    /// <summary>Does a spout begin behind its source's beginning, so that a start with nothing committed may begin elsewhere?</summary>
    public bool BeginsLate => Committed.Spouts.Any(task => task.Positions.Any(position => position.Offset > 0));

    /// <summary>Can every source be read again, so that a restart loses nothing?</summary>
    public bool CanBeReadAgain => _tasks.All(task => task.Spout is null || task.Spout.Positioned is not null);

    /// <summary>The spouts whose partitions may come to another process: what was read of them may not come again here.</summary>
    private IEnumerable<string> SharedSpouts => _tasks
        .Where(task => task.Spout?.Positioned is ISharedSource)
        .Select(task => task.Stages[0].Context.Component.Component);

    /// <summary>Ends the open epoch now; the answer is the epoch that holds all that has happened so far, what spouts have accepted
    /// included.</summary>
    public EpochId RequestEpoch()
    {
        foreach (var task in _tasks) task.Spout?.AskAccepted();
        return _epochs.Request();
    }

    /// <summary>Ends the open epoch now, as one whose commit holds what has happened to slices and batch views before the call; null when
    /// there will be none any more.</summary>
    /// <param name="endsSlices">Does it end the slices of all views?</param>
    public EpochId? RequestNewEpoch(bool endsSlices = false)
    {
        foreach (var task in _tasks) task.Spout?.AskAccepted();
        return _epochs.RequestNew(endsSlices);
    }

    /// <summary>Was it this attempt that published an epoch which is published, and not a later one that began anew with it?</summary>
    public bool HasPublished(EpochId epoch) => _close is not { } close || epoch <= close.Published;

    /// <summary>Another attempt has taken over.</summary>
    public void Supersede() => _superseded.TrySetResult();

    /// <summary>Has the spouts end.</summary>
    public void RequestEnd(SignalKind kind)
    {
        foreach (var task in _tasks)
        {
            task.Spout?.AskStop(kind);
            task.AskEnd(kind);
            task.Wake();
        }
    }

    /// <summary>Ends the attempt at once, for a failure or without one.</summary>
    public void Abandon(Exception? fault = null)
    {
        if (fault is not null && Interlocked.CompareExchange(ref _fault, fault, null) is not null) return; // later ones are consequences
        foreach (var task in _tasks) task.Abandon();
        _ending.TrySetResult();
    }

    /// <summary>Has workers do something in between, or a thread beside them when every task has a thread of its own.</summary>
    private void Assist(Func<bool> slice, int nearThread)
    {
        if (_shared is not null) _shared.Assist(slice, nearThread);
        else _threads.Run(() => { while (slice()) { } });
    }

    /// <summary>Has each task stepped by the shared workers, or by a thread of its own.</summary>
    private void AssignTasks(IRunControl run, TimeProvider timers)
    {
        var name = _plan.Topology.Name;
        _shared = _plan.WorkerCount > 0 ? NewPool($"{name}-worker", _plan.WorkerCount) : null;
        foreach (var chain in _plan.Chains)
        {
            for (var index = 0; index < chain.Parallelism; index++)
            {
                var pool = chain.OwnThread ? NewPool($"{chain.Name}-{index}", 1) : _shared!;
                pool.Adopt(_tasks[chain.FirstTask + index]);
            }
        }

        ITaskPool NewPool(string poolName, int workers)
        {
            var pool = _threads.NewPool(poolName, workers, run, timers, _plan.Options);
            _pools.Add(pool);
            return pool;
        }
    }

    /// <summary>What was left at the end.</summary>
    private sealed record Close(EpochId Published, IReadOnlyList<SpoutPositions>? Reached);
}
