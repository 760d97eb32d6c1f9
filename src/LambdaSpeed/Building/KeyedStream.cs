using LambdaSpeed.Building;
using LambdaSpeed.Components;
using LambdaSpeed.Topologies;
using LambdaSpeed.Windows;

namespace LambdaSpeed;

/// <summary>A stream grouped by key: all tuples of a key meet in one task.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="T">The tuples.</typeparam>
public abstract partial class KeyedStream<TKey, T>
    where TKey : notnull
{
    private readonly IKeyedSource<TKey, T> _source;
    private readonly KeyExchange _exchange;

    private protected KeyedStream(IKeyedSource<TKey, T> source, KeyExchange exchange)
    {
        _source = source;
        _exchange = exchange;
    }

    internal ICodec<TKey>? Codec => _source.Codec;

    internal TopologyDraft Draft => _source.Draft;

    /// <summary>Spreads each key over two tasks by their load and merges the two partial results behind: for streams with a few very hot
    /// keys and costly aggregators. Costs a second exchange.</summary>
    public abstract KeyedStream<TKey, T> PartialKey();

    /// <summary>Adds up by key in the sending task first, always, so that partial results cross the edge: for streams where few keys make
    /// up most tuples and the exchange is the cost.</summary>
    /// <remarks>Where keys and accumulators are small and hold no references, a sending task does so by itself while it finds that a
    /// partial result stands for several tuples.</remarks>
    public abstract KeyedStream<TKey, T> PreAggregate();

    /// <summary>Sends each tuple by itself, also where partial results would be fewer: for readers that must see each tuple's effect as
    /// soon as it can be had.</summary>
    public abstract KeyedStream<TKey, T> WithoutPreAggregation();

    /// <summary>Accumulates the tuples of each key.</summary>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="name">The name of the view to be: its identity.</param>
    /// <param name="choose">Chooses the aggregator: <c>a => a.Count()</c>.</param>
    /// <param name="parallelism">How many tasks; each owns a share of the keys.</param>
    /// <exception cref="ArgumentException">No aggregator was chosen.</exception>
    public AggregatedStream<TKey, TResult> Aggregate<TAccumulator, TResult>(
        string name, Func<Aggregates<T>, Aggregation<T, TAccumulator, TResult>> choose, int parallelism = 1)
    {
        ArgumentNullException.ThrowIfNull(choose);
        var aggregation = choose(Aggregates<T>.Instance) ?? throw new ArgumentException(
            $"The aggregator of '{name}' was chosen as null. Remedy: return one of the aggregators that are offered, as in a => a.Count().",
            nameof(choose));
        return aggregation.Accept(new AggregationWiring<TKey, T, TAccumulator, TResult>(this, name, aggregation.Name, parallelism));
    }

    /// <summary>Accumulates the tuples of each key; what <c>group … into g select g.Count()</c> in a query means. Named by
    /// <see cref="AggregatedStream{TKey, TResult}.ToView(string)"/>.</summary>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="choose">Chooses the aggregator.</param>
    /// <exception cref="ArgumentException">No aggregator was chosen.</exception>
    public AggregatedStream<TKey, TResult> Select<TAccumulator, TResult>(
        Func<Aggregates<T>, Aggregation<T, TAccumulator, TResult>> choose) => Aggregate("", choose);

    /// <summary>Divides the stream into windows of event time, which <c>WithEventTime</c> has said before; without it <c>Build()</c>
    /// reports them. One stream may be divided in several ways.</summary>
    /// <param name="windows">Which windows: <c>Window.Tumbling(TimeSpan.FromHours(1))</c>.</param>
    public WindowedStream<TKey, T> Window(Window windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return new(this, new WindowSettings(windows, 0, LatePolicy.Drop, null));
    }

    /// <summary>Divides the tuples of each key into windows of so many, in the order in which they come to the task of the key. Needs no
    /// event time.</summary>
    /// <remarks>Which tuples are in which window is part of every checkpoint; tuples of several sources come in no order, so read again
    /// after a failure they may fall into other windows than before, but into none twice.</remarks>
    /// <param name="size">How many tuples are in a window; at least 1.</param>
    /// <param name="every">How many tuples from the begin of one to the begin of the next, at most the size; 0 for the size itself: one
    /// after the other. A tuple costs an update for each window that it is in, of which there may be 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not as said.</exception>
    public CountWindowedStream<TKey, T> CountWindow(int size, int every = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (every == 0) every = size;
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(every, size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, every * 1_000L);
        return new(this, new CountWindowSettings(size, every, null));
    }

    /// <summary>Has a bolt with state by key process the stream. It reads by key: behind <see cref="PartialKey"/> and
    /// <see cref="PreAggregate"/>, which are for aggregations, <c>Build()</c> refuses it.</summary>
    /// <typeparam name="TOut">The tuples of the bolt's main output.</typeparam>
    /// <param name="name">The component's name: the identity of its state.</param>
    /// <param name="factory">Makes the bolt of one task; called once for each task of each run.</param>
    /// <param name="parallelism">How many tasks; each owns a share of the keys.</param>
    /// <param name="options">How the tasks run.</param>
    public ProcessedStream<T, TOut> Then<TOut>(
        string name, Func<KeyedBolt<TKey, T, TOut>> factory, int parallelism = 1, ComponentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return new ProcessedStream<T, TOut>(Draft, AddBolt(name, _ => factory(), parallelism, options));
    }

    /// <summary>Has a bolt with state by key that is resolved from the service provider, one for each task, process the stream.</summary>
    /// <remarks>Each task, and each restart of it, has a scope of the services, which is disposed after the bolt was closed.</remarks>
    /// <typeparam name="TBolt">The bolt's type, registered as a service (transient or scoped, since each task needs its own).</typeparam>
    /// <typeparam name="TOut">The tuples of the bolt's main output.</typeparam>
    /// <param name="name">The component's name: the identity of its state.</param>
    /// <param name="parallelism">How many tasks; each owns a share of the keys.</param>
    /// <param name="options">How the tasks run.</param>
    public ProcessedStream<T, TOut> Then<TBolt, TOut>(string name, int parallelism = 1, ComponentOptions? options = null)
        where TBolt : KeyedBolt<TKey, T, TOut>
    {
        Draft.RequireService<TBolt>(name);
        return new ProcessedStream<T, TOut>(Draft, AddBolt<TOut>(name, scope => scope.Resolve<TBolt>(name), parallelism, options));
    }

    /// <summary>Adds a bolt that reads the stream by key.</summary>
    internal NodeDraft AddBolt<TOut>(
        string name, Func<ComponentScope, KeyedBolt<TKey, T, TOut>> factory, int parallelism, ComponentOptions? options,
        bool readsEventTime = false)
    {
        RequireWhole(name);
        var node = Draft.Add(new NodeDraft(name, NodeKind.Bolt, parallelism, options, inputs: 1,
            shape => new KeyedBoltNode<TKey, T, TOut>(shape, factory, Codec, readsEventTime)));
        Keyed<T>(projection: null).Stream(GroupingKind.Fields).ConnectTo(Draft, node, 0);
        return node;
    }

    /// <summary>The stream of keys and values, as it crosses the edge.</summary>
    internal KeyedFlow<TKey, TValue> Keyed<TValue>(Func<T, TValue>? projection) => new(_source.Key(projection), _exchange);

    /// <summary>The same, and what the sending task adds up itself.</summary>
    internal SummedFlow<TKey, TValue, TAccumulator> Summed<TValue, TAccumulator, TResult, TAggregator>(
        Func<T, TValue>? projection, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult> =>
        _source.Sum<TValue, TAccumulator, TResult, TAggregator>(projection, aggregator);

    /// <summary>Is it left to the sending tasks whether they add up, with so many receiving tasks?</summary>
    internal bool IsAdaptive(int receivers) => _exchange == KeyExchange.Adaptive && (receivers > 1 || _source.Parallelism > 1);
}
