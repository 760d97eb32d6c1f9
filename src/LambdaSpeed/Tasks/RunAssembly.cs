using LambdaSpeed.Components;
using LambdaSpeed.Edges;
using LambdaSpeed.Planning;
using LambdaSpeed.State;
using LambdaSpeed.Topologies;
using LambdaSpeed.Views;

namespace LambdaSpeed.Tasks;

/// <summary>Makes the tasks of a run from its plan: channels first, then each chain's stages for each of its tasks.</summary>
internal sealed class RunAssembly
{
    private readonly ExecutionPlan _plan;
    private readonly EpochPublication _publication;
    private readonly IRunControl _run;
    private readonly WakeRelay[] _relays;
    private readonly Dictionary<StreamEdge, EdgeWiring> _wirings = [];
    private readonly Dictionary<string, IRealtimeView> _views;
    private readonly ComponentScopes _scopes;
    private readonly HashSet<string> _prepared = []; // views that have their partitions of this attempt

    /// <param name="plan">What is run.</param>
    /// <param name="publication">The run's published epochs; outlives this attempt.</param>
    /// <param name="views">The run's views, by name; outlive this attempt, and are made by the first one.</param>
    /// <param name="run">Whom the tasks report to.</param>
    /// <param name="scopes">Where components that are given by type are resolved.</param>
    public RunAssembly(
        ExecutionPlan plan, EpochPublication publication, Dictionary<string, IRealtimeView> views, IRunControl run,
        ComponentScopes scopes)
    {
        _scopes = scopes;
        _plan = plan;
        _publication = publication;
        _views = views;
        _run = run;
        State = new StateDirectory(plan.Options.KeyGroups, publication.Published);
        _relays = [.. Enumerable.Range(0, plan.TaskCount).Select(_ => new WakeRelay())];
        foreach (var edge in plan.Edges) _wirings.Add(edge.Edge, edge.Edge.Accept(new WiringFactory(edge, plan, _relays)));
    }

    public ExecutionPlan Plan => _plan;

    public EpochPublication Publication => _publication;

    /// <summary>Something came of what a component had waited for: the open epoch has something to publish.</summary>
    public void NoteActivity() => _run.NoteActivity();

    /// <summary>A component wants the open epoch to end now.</summary>
    public void RequestEpoch() => _run.RequestEpoch();

    /// <summary>All state of the tasks that checkpoints hold; complete when the components are open.</summary>
    public StateDirectory State { get; }

    /// <summary>The spouts and bolts that were made so far.</summary>
    public MadeComponents Made { get; } = new();

    public IReadOnlyList<IEdgeMeter> Edges => [.. _wirings.Values.SelectMany(wiring => wiring.Meters)];

    public IReadOnlyList<StreamTask> CreateTasks() =>
        [.. _plan.Chains.SelectMany(chain => Enumerable.Range(0, chain.Parallelism).Select(index => CreateTask(chain, index)))];

    public EdgeWiring WiringOf(StreamEdge edge) => _wirings[edge];

    /// <summary>The view of a name, made by the first of its tasks, with partitions for this attempt.</summary>
    public TView View<TView>(string name, Func<TView> create)
        where TView : class, IRealtimeView
    {
        if (!_views.TryGetValue(name, out var view)) _views.Add(name, view = create());
        if (_prepared.Add(name)) view.Prepare(State);
        return (TView)view;
    }

    /// <summary>A view by name, once all tasks are made; null when there is none.</summary>
    public object? FindView(string name) => _views.GetValueOrDefault(name);

    private StreamTask CreateTask(ChainPlan chain, int index)
    {
        var id = chain.FirstTask + index;
        var schedule = new TaskSchedule();
        _relays[id].Attach(schedule);
        var gate = new OutputGate();
        var scope = _scopes.New(chain.Name, index);
        var stages = new StageFactory(this, chain, index, gate, schedule.Wake, scope).CreateStages(
            out var inputs, out var routers, out var watermarks);
        return new StreamTask(id, chain.Name, stages, inputs, routers, gate, schedule, _run, _publication.Published,
            _plan.Options.Guarantee != DeliveryGuarantee.AtLeastOnce, watermarks);
    }

    /// <summary>Makes the channels of an edge once its type is known.</summary>
    private sealed class WiringFactory(EdgePlan edge, ExecutionPlan plan, WakeRelay[] relays) : IStreamEdgeVisitor<EdgeWiring>
    {
        public EdgeWiring Visit<T>(TypedStreamEdge<T> typed) => new TypedEdgeWiring<T>(edge, typed, plan, task => relays[task]);
    }
}
