using LambdaSpeed.Edges;
using LambdaSpeed.Planning;
using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Tasks;

/// <summary>The channels of one stream edge.</summary>
internal sealed class TypedEdgeWiring<T> : EdgeWiring
{
    private const int ShortEdge = 2; // chunks on an edge to a component that may let its input wait for long

    private readonly EdgePlan _plan;
    private readonly TypedStreamEdge<T> _edge;
    private readonly SpeedLayerOptions _options;
    private readonly string _sender;
    private readonly ChunkPool<T> _pool;
    private readonly HashSet<ICustomGrouping<T>> _custom = new(ReferenceEqualityComparer.Instance); // see EdgeRouters
    private readonly EdgeChannel<T>?[,] _channels; // by sending and receiving task; null where they are not linked

    /// <param name="plan">The planned edge.</param>
    /// <param name="edge">The stream edge with its type.</param>
    /// <param name="execution">The whole plan.</param>
    /// <param name="wakeTask">Something that wakes the task of a number, which need not exist yet.</param>
    public TypedEdgeWiring(EdgePlan plan, TypedStreamEdge<T> edge, ExecutionPlan execution, Func<int, IWakeable> wakeTask)
    {
        _plan = plan;
        _edge = edge;
        _options = execution.Options;
        _sender = execution.Topology.Nodes[edge.FromNode].Name;
        var isSums = execution.Topology.Nodes[edge.FromNode].Shape.Outputs[edge.FromOutput].Name == NodeOutput.PartialSums;
        var sending = isSums ? $"{_sender}.{NodeOutput.PartialSums}" : _sender;
        var receiver = execution.Topology.Nodes[edge.ToNode];
        var senders = plan.From.Parallelism;
        var receivers = plan.To.Parallelism;
        var capacity = receiver.ShortChunk is null ? _options.EdgeCapacity : Math.Min(_options.EdgeCapacity, ShortEdge);
        var length = ChunkLength.Of<T>(_options, receiver.ShortChunk);
        var overflow = receiver.ShortChunk is null ? 0 : senders * (_options.ChunkSize / length); // of what one step emits
        var kept = Math.Min((senders * receivers * (capacity + 2)) + overflow, 4096);
        _pool = new ChunkPool<T>(length, execution.CarriesStamps, kept);
        _channels = new EdgeChannel<T>?[senders, receivers];
        for (var from = 0; from < senders; from++)
        {
            for (var to = 0; to < receivers; to++)
            {
                if (plan.IsLocal && from != to) continue;
                _channels[from, to] = new EdgeChannel<T>($"{sending}[{from}] -> {receiver.Name}[{to}]", capacity,
                    reader: wakeTask(plan.To.FirstTask + to), writer: wakeTask(plan.From.FirstTask + from));
            }
        }
    }

    public override IEnumerable<IEdgeMeter> Meters => _channels.Cast<IEdgeMeter?>().OfType<IEdgeMeter>();

    public override IEnumerable<EdgeReader> ReadersOf(int task, object target)
    {
        for (var from = 0; from < _plan.From.Parallelism; from++)
        {
            if (_channels[from, task] is { } channel) yield return new TypedEdgeReader<T>(channel, _pool, (TupleBuffer<T>)target);
        }
    }

    public override EdgeRouter RouterOf(int task, OutputGate gate, object port)
    {
        var writers = Enumerable.Range(0, _plan.To.Parallelism)
            .Select(to => _channels[task, to]).OfType<EdgeChannel<T>>()
            .Select(channel => new EdgeWriter<T>(channel, _pool, gate)).ToArray();
        var router = _edge.Grouping.Accept(new EdgeRouters<T>(writers, _sender, task, _options.KeyGroups, gate, _custom));
        ((OutputPort<T>)port).AddRouter(router);
        return router;
    }
}
