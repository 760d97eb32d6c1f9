using LambdaSpeed.Aggregation;
using LambdaSpeed.Building;
using LambdaSpeed.Components;
using LambdaSpeed.Topologies;

namespace LambdaSpeed;

public partial class Stream<T>
{
    /// <summary>Has a bolt process the stream.</summary>
    /// <typeparam name="TOut">The tuples of the bolt's main output.</typeparam>
    /// <param name="name">The component's name.</param>
    /// <param name="factory">Makes the bolt of one task; called once for each task of each run.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run.</param>
    public ProcessedStream<T, TOut> Then<TOut>(
        string name, Func<IBolt<T, TOut>> factory, int parallelism = 1, ComponentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return AddBolt(name, _ => factory(), parallelism, options);
    }

    /// <summary>Has a bolt given as a lambda process the stream.</summary>
    /// <typeparam name="TOut">The tuples it emits.</typeparam>
    /// <param name="name">The component's name.</param>
    /// <param name="execute">Processes one tuple; must be safe for several tasks at once when <paramref name="parallelism"/> is above
    /// 1.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run.</param>
    public ProcessedStream<T, TOut> Then<TOut>(
        string name, Action<T, Emitter<TOut>> execute, int parallelism = 1, ComponentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(execute);
        return Then(name, () => new LambdaBolt<T, TOut>(execute), parallelism, options);
    }

    /// <summary>Has a bolt that is resolved from the service provider, one for each task, process the stream.</summary>
    /// <remarks>Each task, and each restart of it, has a scope of the services, which is disposed after the bolt was closed.</remarks>
    /// <typeparam name="TBolt">The bolt's type, registered as a service (transient or scoped, since each task needs its own).</typeparam>
    /// <typeparam name="TOut">The tuples of the bolt's main output.</typeparam>
    /// <param name="name">The component's name.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run.</param>
    public ProcessedStream<T, TOut> Then<TBolt, TOut>(string name, int parallelism = 1, ComponentOptions? options = null)
        where TBolt : class, IBolt<T, TOut>
    {
        _draft.RequireService<TBolt>(name);
        return AddBolt<TOut>(name, scope => scope.Resolve<TBolt>(name), parallelism, options);
    }

    /// <summary>Calls an action for each tuple; the end of a stream that feeds no view.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="action">The action; must be safe for several tasks at once when <paramref name="parallelism"/> is above 1.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run.</param>
    public ForEachWiring<T> ForEach(string name, Action<T> action, int parallelism = 1, ComponentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        var nothing = Then<Unit>(name, (tuple, _) => action(tuple), parallelism, options);
        nothing.Ignore();
        return new ForEachWiring<T>(nothing);
    }

    private ProcessedStream<T, TOut> AddBolt<TOut>(
        string name, Func<ComponentScope, IBolt<T, TOut>> factory, int parallelism, ComponentOptions? options, string? dependsOn = null)
    {
        var node = _draft.Add(new NodeDraft(name, NodeKind.Bolt, parallelism, options, inputs: 1,
            shape => new BoltNode<T, TOut>(shape, factory, dependsOn)));
        return new BoltWiring<T, TOut>(_draft, node).From(this).Output;
    }
}
