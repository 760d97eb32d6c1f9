using LambdaSpeed.Joins;
using LambdaSpeed.Topologies;

namespace LambdaSpeed;

public partial class Stream<T>
{
    /// <summary>Enriches each tuple with what a view outside of this topology has for its key: one of another run, a batch view merged with
    /// the speed layer's, or a reader of your own.</summary>
    /// <remarks>
    /// <para>The view is read when the tuple is processed, committed reads alone: of another run, what it has published. So a result
    /// depends on how far that has come; what is processed again after a failure may find newer values, and counts with those. Where that
    /// must
    /// not be, join the streams.</para>
    /// <para>Each tuple makes a result, also when its key is not known; leave those out with <c>Where</c>. A read that throws or waits
    /// holds up
    /// the task: an outside store belongs behind an asynchronous bolt.</para>
    /// </remarks>
    /// <typeparam name="TKey">The keys of the view.</typeparam>
    /// <typeparam name="TValue">The values of the view.</typeparam>
    /// <typeparam name="TOut">The results.</typeparam>
    /// <param name="name">The component's name.</param>
    /// <param name="view">The view; read by all tasks at once.</param>
    /// <param name="key">Takes the key from a tuple.</param>
    /// <param name="selector">Makes the result of the tuple and what was found.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run, and what becomes of tuples on which a function throws.</param>
    public ProcessedStream<T, TOut> Lookup<TKey, TValue, TOut>(
        string name, IViewReader<TKey, TValue> view, Func<T, TKey> key, Func<T, Found<TValue>, TOut> selector,
        int parallelism = 1, ComponentOptions? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(view);
        return AddLookup(name, view, view.Name, key, selector, parallelism, options);
    }

    /// <summary>Enriches each tuple with what a view of the same topology has for its key.</summary>
    /// <remarks>As the overload for views outside; what is seen is the last published epoch, never the open one. So a tuple does not see
    /// what
    /// the tuples just before it have done to the view, but what had been committed at the time: some epochs ago. After a failure the view
    /// begins as of the epoch that the run goes on from, and tuples may find other values than the first time.</remarks>
    /// <typeparam name="TKey">The keys of the view.</typeparam>
    /// <typeparam name="TValue">The values of the view.</typeparam>
    /// <typeparam name="TOut">The results.</typeparam>
    /// <param name="name">The component's name.</param>
    /// <param name="view">The name of the view, from <c>ToView</c> or <see cref="TopologyBuilder.DeclareView"/>.</param>
    /// <param name="key">Takes the key from a tuple.</param>
    /// <param name="selector">Makes the result of the tuple and what was found.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <param name="options">How the tasks run, and what becomes of tuples on which a function throws.</param>
    public ProcessedStream<T, TOut> Lookup<TKey, TValue, TOut>(
        string name, ViewName<TKey, TValue> view, Func<T, TKey> key, Func<T, Found<TValue>, TOut> selector,
        int parallelism = 1, ComponentOptions? options = null)
        where TKey : notnull
    {
        _draft.DeclareView(view.Name, ViewTypes.Of<TKey, TValue>());
        return AddLookup(name, null, view.Name, key, selector, parallelism, options);
    }

    private ProcessedStream<T, TOut> AddLookup<TKey, TValue, TOut>(
        string name, IViewReader<TKey, TValue>? given, string view, Func<T, TKey> key, Func<T, Found<TValue>, TOut> selector,
        int parallelism, ComponentOptions? options)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(selector);
        return AddBolt(name, _ => new LookupBolt<T, TKey, TValue, TOut>(given, view, key, selector), parallelism, options,
            dependsOn: "what it finds in the view may be another thing later");
    }
}
