using LambdaSpeed.Building;
using LambdaSpeed.Codecs;
using LambdaSpeed.Components;
using LambdaSpeed.Groupings;
using LambdaSpeed.Topologies;
using System.Runtime.CompilerServices;

namespace LambdaSpeed;

public partial class Stream<T>
{
    /// <summary>Turns each tuple into another by a call that completes later.</summary>
    /// <remarks>What is true of an <see cref="AsyncBolt{TIn, TOut}"/> is of this.</remarks>
    /// <typeparam name="TOut">The new tuples.</typeparam>
    /// <param name="name">The component's name: the identity of the tuples it holds.</param>
    /// <param name="call">Makes the new tuple; several calls are under way at once. The token is cancelled when a call takes too long, and
    /// at the end of the run.</param>
    /// <param name="calls">How calls are made; null for the defaults.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run, and what becomes of tuples that calls fail on.</param>
    [OverloadResolutionPriority(1)] // what an async lambda is taken for
    public ProcessedStream<T, TOut> SelectAsync<TOut>(
        string name, Func<T, CancellationToken, ValueTask<TOut>> call,
        AsyncOptions? calls = null, int parallelism = 1, ComponentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        return AddAsync(name, _ => new LambdaAsyncBolt<T, TOut>(call), keyHash: null, calls, parallelism, options);
    }

    /// <inheritdoc cref="SelectAsync{TOut}(string, Func{T, CancellationToken, ValueTask{TOut}}, AsyncOptions, int, ComponentOptions)"/>
    public ProcessedStream<T, TOut> SelectAsync<TOut>(
        string name, Func<T, CancellationToken, Task<TOut>> call,
        AsyncOptions? calls = null, int parallelism = 1, ComponentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        return SelectAsync(name, (tuple, token) => new ValueTask<TOut>(call(tuple, token)), calls, parallelism, options);
    }

    /// <summary>Turns each tuple into another by a call that completes later; for tuples of one key, one call after the other.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TOut">The new tuples.</typeparam>
    /// <param name="name">The component's name: the identity of the tuples it holds.</param>
    /// <param name="call">Makes the new tuple; several calls are under way at once. The token is cancelled when a call takes too long, and
    /// at the end of the run.</param>
    /// <param name="orderBy">Takes the key from a tuple: the next call for a key begins when the results of the one before were handed
    /// on. With several tasks all tuples of a key go to one of them, so the stream has no other grouping.</param>
    /// <param name="calls">How calls are made; null for the defaults.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run, and what becomes of tuples that calls fail on.</param>
    /// <inheritdoc cref="SelectAsync{TOut}(string, Func{T, CancellationToken, ValueTask{TOut}}, AsyncOptions, int, ComponentOptions)"/>
    [OverloadResolutionPriority(1)]
    public ProcessedStream<T, TOut> SelectAsync<TKey, TOut>(
        string name, Func<T, CancellationToken, ValueTask<TOut>> call, Func<T, TKey> orderBy,
        AsyncOptions? calls = null, int parallelism = 1, ComponentOptions? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(orderBy);
        return AddAsync(name, _ => new LambdaAsyncBolt<T, TOut>(call), HashOf(name, orderBy), calls, parallelism, options);
    }

    /// <inheritdoc cref="SelectAsync{TKey, TOut}(string, Func{T, CancellationToken, ValueTask{TOut}}, Func{T, TKey}, AsyncOptions, int,
    /// ComponentOptions)"/>
    public ProcessedStream<T, TOut> SelectAsync<TKey, TOut>(
        string name, Func<T, CancellationToken, Task<TOut>> call, Func<T, TKey> orderBy,
        AsyncOptions? calls = null, int parallelism = 1, ComponentOptions? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(call);
        return SelectAsync(name, (tuple, token) => new ValueTask<TOut>(call(tuple, token)), orderBy, calls, parallelism, options);
    }

    /// <summary>Has an async bolt process the stream.</summary>
    /// <typeparam name="TOut">The tuples of the bolt's main output.</typeparam>
    /// <param name="name">The component's name: the identity of the tuples it holds.</param>
    /// <param name="factory">Makes the bolt of one task; called once for each task of each run.</param>
    /// <param name="calls">How calls are made.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run, and what becomes of tuples that calls fail on.</param>
    public ProcessedStream<T, TOut> Then<TOut>(
        string name, Func<AsyncBolt<T, TOut>> factory, AsyncOptions calls, int parallelism = 1, ComponentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return AddAsync(name, _ => factory(), keyHash: null, calls, parallelism, options);
    }

    /// <summary>Has an async bolt process the stream; for tuples of one key it is called once after the other.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TOut">The tuples of the bolt's main output.</typeparam>
    /// <param name="name">The component's name: the identity of the tuples it holds.</param>
    /// <param name="factory">Makes the bolt of one task; called once for each task of each run.</param>
    /// <param name="orderBy">Takes the key from a tuple, as of <c>SelectAsync</c>.</param>
    /// <param name="calls">How calls are made.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run, and what becomes of tuples that calls fail on.</param>
    public ProcessedStream<T, TOut> Then<TKey, TOut>(
        string name, Func<AsyncBolt<T, TOut>> factory, Func<T, TKey> orderBy, AsyncOptions calls, int parallelism = 1,
        ComponentOptions? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(orderBy);
        return AddAsync(name, _ => factory(), HashOf(name, orderBy), calls, parallelism, options);
    }

    /// <summary>Has an async bolt that is resolved from the service provider, one for each task, process the stream.</summary>
    /// <remarks>Each task, and each restart of it, has a scope of the services, which is disposed after the bolt was closed.</remarks>
    /// <typeparam name="TBolt">The bolt's type, registered as a service (transient or scoped, since each task needs its own).</typeparam>
    /// <typeparam name="TOut">The tuples of the bolt's main output.</typeparam>
    /// <param name="name">The component's name: the identity of the tuples it holds.</param>
    /// <param name="calls">How calls are made.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run, and what becomes of tuples that calls fail on.</param>
    public ProcessedStream<T, TOut> Then<TBolt, TOut>(
        string name, AsyncOptions calls, int parallelism = 1, ComponentOptions? options = null)
        where TBolt : AsyncBolt<T, TOut>
    {
        _draft.RequireService<TBolt>(name);
        return AddAsync(name, scope => scope.Resolve<TBolt>(name), keyHash: null, calls, parallelism, options);
    }

    /// <summary>Has an async bolt that is resolved from the service provider process the stream; for tuples of one key it is called once
    /// after the other.</summary>
    /// <typeparam name="TBolt">The bolt's type, registered as a service (transient or scoped, since each task needs its own).</typeparam>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TOut">The tuples of the bolt's main output.</typeparam>
    /// <param name="name">The component's name: the identity of the tuples it holds.</param>
    /// <param name="orderBy">Takes the key from a tuple, as of <c>SelectAsync</c>.</param>
    /// <param name="calls">How calls are made.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run, and what becomes of tuples that calls fail on.</param>
    public ProcessedStream<T, TOut> Then<TBolt, TKey, TOut>(
        string name, Func<T, TKey> orderBy, AsyncOptions calls, int parallelism = 1, ComponentOptions? options = null)
        where TBolt : AsyncBolt<T, TOut>
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(orderBy);
        _draft.RequireService<TBolt>(name);
        return AddAsync(name, scope => scope.Resolve<TBolt>(name), HashOf(name, orderBy), calls, parallelism, options);
    }

    private ProcessedStream<T, TOut> AddAsync<TOut>(
        string name, Func<ComponentScope, AsyncBolt<T, TOut>> factory, Func<T, uint>? keyHash, AsyncOptions? calls, int parallelism,
        ComponentOptions? options)
    {
        Codec.TryFor<T>(out var codec);
        var node = _draft.Add(new NodeDraft(name, NodeKind.Bolt, parallelism, options, inputs: 1,
            shape => new AsyncBoltNode<T, TOut>(shape, factory, calls ?? AsyncOptions.Default, keyHash, codec)));
        var input = keyHash is null || parallelism <= 1 ? this : By(new Grouping<T>(GroupingKind.Fields, HashOf: keyHash));
        return new BoltWiring<T, TOut>(_draft, node).From(input).Output;
    }

    /// <summary>The hash of a tuple's key; reports a key that cannot be one, in a component's name.</summary>
    private Func<T, uint> HashOf<TKey>(string component, Func<T, TKey> keySelector, ICodec<TKey>? codec = null)
        where TKey : notnull
    {
        if (codec is null) Codec.TryFor(out codec);
        foreach (var problem in KeyProblems.Of(component, codec)) _draft.Report(problem);
        return tuple => keySelector(tuple) is { } key ? KeyHash.Of(key, codec!) : throw KeyHash.NullKey();
    }
}
