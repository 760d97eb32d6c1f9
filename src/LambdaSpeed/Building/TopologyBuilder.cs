using LambdaSpeed.Building;
using LambdaSpeed.Components;
using LambdaSpeed.Sources;
using LambdaSpeed.Topologies;

namespace LambdaSpeed;

/// <summary>Describes a topology: spouts, bolts, groupings, views. <see cref="Build"/> turns the description into a
/// <see cref="Topology"/>.</summary>
/// <remarks>Not safe for several threads. What the compiler cannot see is reported by <see cref="Build"/>, all of it at once.</remarks>
public sealed class TopologyBuilder
{
    private readonly TopologyDraft _draft;

    /// <summary>Starts a description.</summary>
    /// <param name="name">The topology's name.</param>
    /// <param name="services">Where components given by type are resolved; null when there are none.</param>
    public TopologyBuilder(string name, IServiceProvider? services = null) => _draft = new TopologyDraft(name, services);

    /// <summary>The topology's name.</summary>
    public string Name => _draft.Name;

    /// <summary>Adds a spout.</summary>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="name">The component's name.</param>
    /// <param name="factory">Makes the spout of one task; called once for each task of each run.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run, and what becomes of records that the spout cannot read.</param>
    /// <returns>The stream; its dead letters are the records that the spout could not read.</returns>
    public ProcessedStream<RawRecord, T> AddSpout<T>(
        string name, Func<ISpout<T>> factory, int parallelism = 1, ComponentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        var dividedBy = (factory.Target as ISharedSource)?.DividedBy;
        return AddSpout(name, _ => factory(), given: null, SingleTask.SourceOf(factory), parallelism, options, dividedBy);
    }

    /// <summary>Adds a spout that is given as an object: one task, and one run at a time.</summary>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="name">The component's name.</param>
    /// <param name="spout">The spout.</param>
    /// <param name="options">How the task runs.</param>
    /// <returns>The stream.</returns>
    public ProcessedStream<RawRecord, T> AddSpout<T>(string name, ISpout<T> spout, ComponentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(spout);
        return AddSpout(name, _ => spout, spout, undivided: null, 1, options, (spout as ISharedSource)?.DividedBy);
    }

    /// <summary>Adds a spout that is resolved from the service provider, one for each task.</summary>
    /// <remarks>Each task, and each restart of it, has a scope of the services, which is disposed after the spout was closed.</remarks>
    /// <typeparam name="TSpout">The spout's type, registered as a service (transient or scoped, since each task needs its
    /// own).</typeparam>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="name">The component's name.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run, and what becomes of records that the spout cannot read.</param>
    /// <returns>The stream; its dead letters are the records that the spout could not read.</returns>
    public ProcessedStream<RawRecord, T> AddSpout<TSpout, T>(string name, int parallelism = 1, ComponentOptions? options = null)
        where TSpout : class, ISpout<T>
    {
        _draft.RequireService<TSpout>(name);
        var dividedBy = typeof(ISharedSource).IsAssignableFrom(typeof(TSpout)) ? $"its {typeof(TSpout).Name}" : null;
        return AddSpout<T>(name, scope => scope.Resolve<TSpout>(name), given: null, undivided: null, parallelism, options, dividedBy);
    }

    /// <summary>Adds a bolt, to be connected with <see cref="BoltWiring{TIn, TOut}.From"/>.</summary>
    /// <typeparam name="TIn">The tuples it reads.</typeparam>
    /// <typeparam name="TOut">The tuples of its main output.</typeparam>
    /// <param name="name">The component's name.</param>
    /// <param name="factory">Makes the bolt of one task; called once for each task of each run.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run.</param>
    public BoltWiring<TIn, TOut> AddBolt<TIn, TOut>(
        string name, Func<IBolt<TIn, TOut>> factory, int parallelism = 1, ComponentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return AddBolt<TIn, TOut>(name, _ => factory(), parallelism, options);
    }

    /// <summary>Adds a bolt that is resolved from the service provider, one for each task, to be connected with
    /// <see cref="BoltWiring{TIn, TOut}.From"/>.</summary>
    /// <remarks>Each task, and each restart of it, has a scope of the services, which is disposed after the bolt was closed.</remarks>
    /// <typeparam name="TBolt">The bolt's type, registered as a service (transient or scoped, since each task needs its own).</typeparam>
    /// <typeparam name="TIn">The tuples it reads.</typeparam>
    /// <typeparam name="TOut">The tuples of its main output.</typeparam>
    /// <param name="name">The component's name.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run.</param>
    public BoltWiring<TIn, TOut> AddBolt<TBolt, TIn, TOut>(string name, int parallelism = 1, ComponentOptions? options = null)
        where TBolt : class, IBolt<TIn, TOut>
    {
        _draft.RequireService<TBolt>(name);
        return AddBolt<TIn, TOut>(name, scope => scope.Resolve<TBolt>(name), parallelism, options);
    }

    /// <summary>Adds a bolt that reads two kinds of streams, to be connected with <c>First</c> and <c>Second</c>.</summary>
    /// <typeparam name="TFirst">The tuples of the first input.</typeparam>
    /// <typeparam name="TSecond">The tuples of the second input.</typeparam>
    /// <typeparam name="TOut">The tuples of its main output.</typeparam>
    /// <param name="name">The component's name.</param>
    /// <param name="factory">Makes the bolt of one task; called once for each task of each run.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run.</param>
    public TwoInputWiring<TFirst, TSecond, TOut> AddBolt<TFirst, TSecond, TOut>(
        string name, Func<ITwoInputBolt<TFirst, TSecond, TOut>> factory, int parallelism = 1, ComponentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return AddBolt<TFirst, TSecond, TOut>(name, _ => factory(), parallelism, options);
    }

    /// <summary>Adds a bolt that reads two kinds of streams and is resolved from the service provider, one for each task, to be connected
    /// with <c>First</c> and <c>Second</c>.</summary>
    /// <remarks>Each task, and each restart of it, has a scope of the services, which is disposed after the bolt was closed.</remarks>
    /// <typeparam name="TBolt">The bolt's type, registered as a service (transient or scoped, since each task needs its own).</typeparam>
    /// <typeparam name="TFirst">The tuples of the first input.</typeparam>
    /// <typeparam name="TSecond">The tuples of the second input.</typeparam>
    /// <typeparam name="TOut">The tuples of its main output.</typeparam>
    /// <param name="name">The component's name.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run.</param>
    public TwoInputWiring<TFirst, TSecond, TOut> AddBolt<TBolt, TFirst, TSecond, TOut>(
        string name, int parallelism = 1, ComponentOptions? options = null)
        where TBolt : class, ITwoInputBolt<TFirst, TSecond, TOut>
    {
        _draft.RequireService<TBolt>(name);
        return AddBolt<TFirst, TSecond, TOut>(name, scope => scope.Resolve<TBolt>(name), parallelism, options);
    }

    /// <summary>Names a view before the aggregation that will feed it is described.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TValue">What readers are given for a key.</typeparam>
    /// <param name="name">The view's name; to be fed by <c>ToView</c> with the returned name.</param>
    public ViewName<TKey, TValue> DeclareView<TKey, TValue>(string name)
        where TKey : notnull
    {
        _draft.DeclareView(name, ViewTypes.Of<TKey, TValue>());
        return new ViewName<TKey, TValue>(name);
    }

    /// <summary>Turns the description into a topology. The builder can be used further; the topology does not change with it.</summary>
    /// <exception cref="TopologyException">Something is wrong; lists all of it.</exception>
    public Topology Build() => _draft.Build();

    private ProcessedStream<RawRecord, T> AddSpout<T>(
        string name, Func<ComponentScope, ISpout<T>> factory, ISpout<T>? given, string? undivided, int parallelism,
        ComponentOptions? options, string? dividedBy)
    {
        Codec.RegisterGenerated(RawRecordCodec.Instance);
        var node = _draft.Add(new NodeDraft(name, NodeKind.Spout, parallelism, options, inputs: 0,
            shape => new SpoutNode<T>(shape, factory, given, undivided, dividedBy)));
        return new ProcessedStream<RawRecord, T>(_draft, node);
    }

    private BoltWiring<TIn, TOut> AddBolt<TIn, TOut>(
        string name, Func<ComponentScope, IBolt<TIn, TOut>> factory, int parallelism, ComponentOptions? options)
    {
        var node = _draft.Add(new NodeDraft(name, NodeKind.Bolt, parallelism, options, inputs: 1,
            shape => new BoltNode<TIn, TOut>(shape, factory)));
        return new BoltWiring<TIn, TOut>(_draft, node);
    }

    private TwoInputWiring<TFirst, TSecond, TOut> AddBolt<TFirst, TSecond, TOut>(
        string name, Func<ComponentScope, ITwoInputBolt<TFirst, TSecond, TOut>> factory, int parallelism, ComponentOptions? options)
    {
        var node = _draft.Add(new NodeDraft(name, NodeKind.Bolt, parallelism, options, inputs: 2,
            shape => new TwoInputBoltNode<TFirst, TSecond, TOut>(shape, factory)));
        return new TwoInputWiring<TFirst, TSecond, TOut>(_draft, node);
    }
}
