using LambdaSpeed.Edges;
using LambdaSpeed.Planning;
using LambdaSpeed.State;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Tasks;

/// <summary>Makes the tasks of a run from its plan: channels first, then each chain's stages for each of its tasks.</summary>
internal sealed class RunAssembly
{
    private readonly ExecutionPlan _plan;
    private readonly EpochPublication _publication;
    private readonly IRunControl _run;
    private readonly WakeRelay[] _relays;
    private readonly Dictionary<StreamEdge, EdgeWiring> _wirings = [];
    private readonly Dictionary<string, object> _views = [];

    public RunAssembly(ExecutionPlan plan, EpochPublication publication, IRunControl run)
    {
        _plan = plan;
        _publication = publication;
        _run = run;
        _relays = [.. Enumerable.Range(0, plan.TaskCount).Select(_ => new WakeRelay())];
        foreach (var edge in plan.Edges) _wirings.Add(edge.Edge, edge.Edge.Accept(new WiringFactory(edge, plan, _relays)));
    }

    public ExecutionPlan Plan => _plan;

    public EpochPublication Publication => _publication;

    /// <summary>The realtime views made so far, by name.</summary>
    public IReadOnlyDictionary<string, object> Views => _views;

    public IReadOnlyList<IEdgeMeter> Edges => [.. _wirings.Values.SelectMany(wiring => wiring.Meters)];

    public IReadOnlyList<StreamTask> CreateTasks() =>
        [.. _plan.Chains.SelectMany(chain => Enumerable.Range(0, chain.Parallelism).Select(index => CreateTask(chain, index)))];

    public EdgeWiring WiringOf(StreamEdge edge) => _wirings[edge];

    /// <summary>The view of a name, made by the first of its tasks.</summary>
    public TView View<TView>(string name, Func<TView> create)
        where TView : class
    {
        if (!_views.TryGetValue(name, out var view)) _views.Add(name, view = create());
        return (TView)view;
    }

    private StreamTask CreateTask(ChainPlan chain, int index)
    {
        var id = chain.FirstTask + index;
        var schedule = new TaskSchedule();
        _relays[id].Attach(schedule);
        var gate = new OutputGate();
        var stages = new StageFactory(this, chain, index, gate, schedule.Wake).CreateStages(out var inputs, out var routers);
        return new StreamTask(id, chain.Name, stages, inputs, routers, gate, schedule, _run, _publication.Published);
    }

    /// <summary>Makes the channels of an edge once its type is known.</summary>
    private sealed class WiringFactory(EdgePlan edge, ExecutionPlan plan, WakeRelay[] relays) : IStreamEdgeVisitor<EdgeWiring>
    {
        public EdgeWiring Visit<T>(TypedStreamEdge<T> typed) => new TypedEdgeWiring<T>(edge, typed, plan, task => relays[task]);
    }
}
