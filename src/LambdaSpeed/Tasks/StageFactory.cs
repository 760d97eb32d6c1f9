using LambdaSpeed.Components;
using LambdaSpeed.Edges;
using LambdaSpeed.EventTime;
using LambdaSpeed.Outputs;
using LambdaSpeed.Planning;
using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Tasks.Calls;
using LambdaSpeed.Tasks.Maps;
using LambdaSpeed.Topologies;
using LambdaSpeed.Views;

namespace LambdaSpeed.Tasks;

/// <summary>Makes the stages of one task: visits the chain's components, senders first, and links each to the one that feeds it.</summary>
internal sealed partial class StageFactory(
    RunAssembly tasks, ChainPlan chain, int index, OutputGate gate, Action wake, ComponentScope scope) : INodeVisitor<Stage>
{
    private readonly List<EdgeReader> _inputs = [];
    private readonly List<(EdgeRouter Router, int Stage)> _routers = []; // with the stage that sends
    private readonly Dictionary<(int Node, int Output), object> _ports = [];
    private SpoutStage? _spout; // the head of the chain, when it is a spout
    private readonly Dictionary<int, object> _maps = []; // Selects that the one behind does the work of, by component

    private ExecutionPlan Plan => tasks.Plan;

    private SpeedLayerOptions Options => tasks.Plan.Options;

    public Stage[] CreateStages(out EdgeReader[] inputs, out EdgeRouter[] routers, out TaskWatermarks? watermarks)
    {
        var stages = chain.Nodes.Select(node => node.Accept(this)).ToArray();
        inputs = [.. _inputs];
        routers = [.. _routers.Select(router => router.Router)];
        watermarks = Plan.HasEventTime
            ? new TaskWatermarks(stages, [.. chain.Nodes.Select(SenderOf)], [.. _routers], _inputs.Count)
            : null;
        return stages;
    }

    public Stage Visit<T>(EventTimeNode<T> node)
    {
        var kept = tasks.State.GetOrAddByTask($"event-time:{node.Name}", node.Parallelism, WatermarkListCodec.Instance);
        var stage = new EventTimeStage<T>(
            Failed<T>(node), Input<T>(node), Output<T>(node), node, _spout, kept, tasks.Publication, tasks.State.Published);
        tasks.State.WhenFilled(stage.Restore);
        return stage;
    }

    public Stage Visit<T>(SpoutNode<T> node)
    {
        var made = Make(node, () => node.Factory(scope));
        if (made is ISharedSource shared && node.DividedBy is null) // which Build could not see
        {
            var problems = SharedSourceProblems.Of(Plan.Topology, node, shared.DividedBy).ToList();
            if (problems.Count > 0) throw new TopologyException(Plan.Topology.Name, problems);
        }
        return _spout = new TypedSpoutStage<T>(Failed<RawRecord>(node), Output<T>(node), made);
    }

    public Stage Visit<TIn, TOut>(SelectNode<TIn, TOut> node)
    {
        if (Chained(node) is { } stage) return stage;
        return CallSite.Accept(
            node.Id, new SelectSite<TIn, TOut>(Failed<TIn>(node), Input<TIn>(node), Output<TOut>(node), node.Selector));
    }

    /// <summary>A part of a run of maps; null when the node is alone.</summary>
    private Stage? Chained<TIn, TOut>(SelectNode<TIn, TOut> node)
    {
        var before = _maps.GetValueOrDefault(Plan.Topology.Edges.First(edge => edge.ToNode == node.Id).FromNode);
        var isAbsorbed = MapRuns.IsAbsorbed(Plan, node);
        if (before is null && !isAbsorbed) return null;

        var context = Context(node);
        var map = before is null
            ? MapChain<TOut>.Begin(context, Input<TIn>(node), node.Selector)
            : ((MapChain<TIn>)before).Then(context, node.Selector);
        if (!isAbsorbed) return map.Into(Output<TOut>(node), node.Id);

        _maps.Add(node.Id, map);
        return new AbsorbedStage(context);
    }

    public Stage Visit<T>(WhereNode<T> node) =>
        CallSite.Accept(node.Id, new WhereSite<T>(Failed<T>(node), Input<T>(node), Output<T>(node), node.Predicate));

    public Stage Visit<TIn, TOut>(SelectManyNode<TIn, TOut> node) =>
        new SelectManyStage<TIn, TOut>(Failed<TIn>(node), Input<TIn>(node), Output<TOut>(node), node.Selector);

    public Stage Visit<TIn, TOut>(BoltNode<TIn, TOut> node) =>
        new BoltStage<TIn, TOut>(Failed<TIn>(node), Input<TIn>(node), Outputs<TOut>(node), Make(node, () => node.Factory(scope)));

    public Stage Visit<TIn, TOut>(AsyncBoltNode<TIn, TOut> node)
    {
        var codec = node.Codec is null ? null : new KeptTuplesCodec<TIn>(node.Codec);
        var stage = new AsyncBoltStage<TIn, TOut>(
            Failed<TIn>(node), Input<TIn>(node), Outputs<TOut>(node), Make(node, () => node.Factory(scope)), node,
            tasks.State.GetOrAddByTask($"calls:{node.Name}", node.Parallelism, codec), tasks);
        tasks.State.WhenFilled(stage.Restore);
        return stage;
    }

    public Stage Visit<TFirst, TSecond, TOut>(TwoInputBoltNode<TFirst, TSecond, TOut> node)
    {
        var failed = Failed<TFirst>(node);
        return new TwoInputBoltStage<TFirst, TSecond, TOut>(
            failed, Failed<TSecond>(node, 1, failed.Context),
            Input<TFirst>(node), Input<TSecond>(node, 1), Outputs<TOut>(node), Make(node, () => node.Factory(scope)));
    }

    public Stage Visit<T, TKey, TValue>(KeyNode<T, TKey, TValue> node)
        where TKey : notnull =>
        CallSite.Accept(node.Id, new KeySite<T, TKey, TValue>(
            Failed<T>(node), Input<T>(node), Output<KeyedTuple<TKey, TValue>>(node), node));

    public Stage Visit<T, TKey, TValue, TAccumulator, TResult, TAggregator>(
        SummingKeyNode<T, TKey, TValue, TAccumulator, TResult, TAggregator> node)
        where TKey : notnull
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        var sums = Plan.Topology.Edges.First(edge => edge.FromNode == node.Id && edge.FromOutput == node.SumsOutput);
        return CallSite.Accept(node.Id, new SummingKeySite<T, TKey, TValue, TAccumulator, TResult, TAggregator>(
            Failed<T>(node), Input<T>(node), Output<KeyedTuple<TKey, TValue>>(node),
            Output<KeyedTuple<TKey, TAccumulator>>(node, node.SumsOutput), node, Context(Plan.Topology.Nodes[sums.ToNode])));
    }

    public Stage Visit<TKey, TIn, TOut>(KeyedBoltNode<TKey, TIn, TOut> node)
        where TKey : notnull =>
        new KeyedBoltStage<TKey, TIn, TOut>(
            Failed<TIn>(node), Input<KeyedTuple<TKey, TIn>>(node), Outputs<TOut>(node),
            Make(node, () => node.Factory(scope)),
            new KeyedStates<TKey>(node.Name, index, node.Parallelism, node.Codec, tasks.State, Options.TimeProvider,
                new EventClock(TopologyValidator.HasEventTime(Plan.Topology, node))),
            tasks.Publication);

    public Stage Visit<TKey, TValue, TAccumulator, TResult, TAggregator>(
        PartialAggregateNode<TKey, TValue, TAccumulator, TResult, TAggregator> node)
        where TKey : notnull
        where TAggregator : IAggregator<TValue, TAccumulator, TResult> =>
        new PartialAggregateStage<TKey, TValue, TAccumulator, TResult, TAggregator>(
            Context(node), Input<KeyedTuple<TKey, TValue>>(node), Output<KeyedTuple<TKey, TAccumulator>>(node), node.Aggregator);

    public Stage Visit<TKey, TValue, TAccumulator, TResult, TAggregator>(ViewNode<TKey, TValue, TAccumulator, TResult, TAggregator> node)
        where TKey : notnull
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        var view = tasks.View(node.Name, () => new RealtimeView<TKey, TAccumulator, TResult>(
            node.Definition, tasks.Publication, node.Parallelism, Options.KeyGroups,
            Options.RecomputedUpTo is null ? node.Followers : []));
        return new ViewStage<TKey, TValue, TAccumulator, TResult, TAggregator>(
            Context(node), Input<KeyedTuple<TKey, TValue>>(node),
            node.Shape.Inputs == 2 ? Input<KeyedTuple<TKey, TAccumulator>>(node, 1) : null,
            view.Partition(index), tasks.Publication, node.Aggregator);
    }

    public Stage Visit<T>(OutputNode<T> node)
    {
        if (Options.RecomputedUpTo is not null) return new UnreadStage<T>(Context(node), Input<T>(node));
        var outbox = tasks.State.Find($"outbox:{node.Name}") as Outbox;
        if (outbox is null) tasks.State.Add(outbox = new Outbox(node.Name, Make(node, node.Outlet)));
        return new OutputStage<T>(Failed<T>(node), Input<T>(node), outbox, node, tasks.State.Published);
    }

    private StageContext Context(TopologyNode node)
    {
        var logger = Options.LoggerOf("LambdaSpeed.Component." + node.Name);
        var component = new ComponentContext(
            Plan.Topology.Name, node.Name, index, node.Parallelism, Options.TimeProvider, logger, wake, TaskCountOf)
        {
            FindView = tasks.FindView, AskEpoch = tasks.RequestEpoch,
        };
        return new StageContext(component, node.Shape.Options, Options);
    }

    /// <summary>What becomes of the tuples of an input that the component fails on.</summary>
    private FailedTuples<T> Failed<T>(TopologyNode node, int input = 0, StageContext? context = null)
    {
        var letters = node.Shape.Outputs.FirstOrDefault(output => output.DeadLettersOf == input);
        return new FailedTuples<T>(context ?? Context(node), letters is null ? null : Output<DeadLetter<T>>(node, letters.Index));
    }

    private int TaskCountOf(string component) =>
        Plan.Topology.Nodes.FirstOrDefault(node => node.Name == component)?.Parallelism ?? throw new ArgumentException(
            $"Topology '{Plan.Topology.Name}' has no component '{component}'.", nameof(component));

    private T Make<T>(TopologyNode node, Func<T> factory)
        where T : class
    {
        try
        {
            var made = factory() ?? throw new InvalidOperationException("the factory returned null");
            tasks.Made.Add(made, node.Name, index);
            return made;
        }
        catch (Exception exception)
        {
            throw new TaskFailedException(node.Name, index,
                $"Component '{node.Name}', task {index}, could not be made: {exception.Message}", exception);
        }
    }

    /// <summary>The buffer an input of a component reads: that of the stage before it, or a new one behind its edges.</summary>
    private TupleBuffer<T> Input<T>(TopologyNode node, int input = 0)
    {
        var edges = Plan.Topology.Edges.Where(edge => edge.ToNode == node.Id && edge.ToInput == input).ToList();
        if (edges is [var fused] && Plan.FusedEdges.Contains(fused))
        {
            return ((OutputPort<T>)_ports[(fused.FromNode, fused.FromOutput)]).AddFusedReader();
        }
        var buffer = new TupleBuffer<T>(ChunkLength.Of<T>(Options, node.ShortChunk), Plan.CarriesStamps);
        foreach (var edge in edges) _inputs.AddRange(tasks.WiringOf(edge).ReadersOf(index, buffer));
        return buffer;
    }

    private OutputPort<T> Output<T>(TopologyNode node, int output = 0)
    {
        var edges = Plan.Topology.Edges.Where(edge => edge.FromNode == node.Id && edge.FromOutput == output).ToList();
        var fused = edges.Count(Plan.FusedEdges.Contains);
        var port = new OutputPort<T>(fused, edges.Count - fused, Options.ChunkSize, Plan.CarriesStamps);
        _ports.Add((node.Id, output), port);
        foreach (var edge in edges.Where(edge => !Plan.FusedEdges.Contains(edge)))
        {
            _routers.Add((tasks.WiringOf(edge).RouterOf(index, gate, port), StageOf(node.Id)));
        }
        return port;
    }

    private int StageOf(int node)
    {
        for (var stage = 0; ; stage++)
        {
            if (chain.Nodes[stage].Id == node) return stage;
        }
    }

    /// <summary>The stage that feeds a component of the chain; -1 for the head.</summary>
    private int SenderOf(TopologyNode node) =>
        Plan.FusedEdges.FirstOrDefault(edge => edge.ToNode == node.Id) is { } fused ? StageOf(fused.FromNode) : -1;

    private BoltOutputs<T> Outputs<T>(TopologyNode node)
    {
        var sides = node.Shape.Outputs.Where(output => output.Side is not null)
            .Select(output => output.Side!.Accept(new SideFactory(this, node, output.Index))).ToList();
        return new BoltOutputs<T>(node.Name, Options, Output<T>(node), sides);
    }

    /// <summary>Makes the buffer and port of a side output once its type is known.</summary>
    private sealed class SideFactory(StageFactory stages, TopologyNode node, int output) : ISideOutputVisitor<(ISideBuffer, IOutputPort)>
    {
        public (ISideBuffer, IOutputPort) Visit<T>(SideOutput<T> side)
        {
            var port = stages.Output<T>(node, output);
            return (new SideBuffer<T>(side, port.Buffer), port);
        }
    }
}
