using LambdaSpeed.Building;
using LambdaSpeed.Views;

namespace LambdaSpeed;

/// <summary>An aggregation that was described, to be made a view: one, by <c>ToView</c>, without which <c>Build()</c> reports it.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TResult">What readers are given.</typeparam>
public sealed class AggregatedStream<TKey, TResult>
    where TKey : notnull
{
    private readonly TopologyDraft _topology;
    private readonly NodeDraft _node;
    private readonly ViewDraft<TKey, TResult> _draft;

    internal AggregatedStream(TopologyDraft topology, NodeDraft node, ViewDraft<TKey, TResult> draft)
    {
        _topology = topology;
        _node = node;
        _draft = draft;
    }

    /// <summary>Adds a store outside the run that is given each published change of the view.</summary>
    /// <remarks>A store that fails is tried again and does not touch the run, nor how it ends. How it fares stands in
    /// <see cref="TopologyRun.Describe"/>.</remarks>
    /// <param name="store">The store; the run does not dispose it.</param>
    public AggregatedStream<TKey, TResult> Follow(IViewStore<TKey, TResult> store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _draft.Followers.Add(new WholeFollowing<TKey, TResult>(store));
        return this;
    }

    /// <summary>Adds a store outside the run that keeps the view's slices apart: it is given what each slice has of a key, and drops what a
    /// batch view has absorbed without a removal for each key, where it is an <see cref="ISlicedViewStore{TKey, TValue}"/>.</summary>
    /// <remarks>Readers of the store put together what the slices have of a key, so the results must be such that this can be done: counts,
    /// sums, least and greatest ones. As <see cref="Follow"/> in all else. A view that is never cut has one slice.</remarks>
    /// <param name="store">The store; the run does not dispose it. Any other store has a removal for each key of a slice that is
    /// dropped.</param>
    public AggregatedStream<TKey, TResult> FollowSlices(IViewStore<SliceKey<TKey>, TResult> store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _draft.Followers.Add(new SlicedFollowing<TKey, TResult>(store));
        return this;
    }

    /// <summary>Has the view begin with room for so many keys. Without it, or beyond it, room is doubled whenever it is used up; the task
    /// then stands still while it copies what it has.</summary>
    /// <param name="count">How many different keys there may be, in all tasks together; at most 500 million.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or too large.</exception>
    public AggregatedStream<TKey, TResult> ExpectKeys(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 500_000_000);
        _draft.ExpectedKeys = count;
        return this;
    }

    /// <summary>Has memory hold only the keys that are in use, where the checkpoints are in a store that reads single keys: the view may be
    /// far larger than memory, and a start reads none of it. With any other store all keys are in memory, as ever.</summary>
    /// <remarks>
    /// <para>A key that is not in memory is read from the store, by updates before its tuples are added, by a reader on the reader's
    /// thread: that takes microseconds instead of nanoseconds, and can fail with a <see cref="CheckpointException"/>. Reads of all keys go
    /// through the store, in the order of the keys' bytes.</para>
    /// <para>Such a view can be read until the run is disposed, which holds the place of its checkpoints until then; a snapshot from before
    /// a restart of the run throws. It is never cut, so it has no batch views, no store can follow it, and nobody is told of its
    /// changes.</para>
    /// <para>What changes while a snapshot is held, or somebody walks through all keys, stays in memory until the end of that. When an
    /// eighth of the memory is what an epoch has changed, it ends, and spouts wait for the commit before it: where many tasks share little
    /// memory, epochs are short.</para>
    /// </remarks>
    public AggregatedStream<TKey, TResult> HoldHotKeys()
    {
        _draft.HoldsHotKeys = true;
        return this;
    }

    /// <summary>Makes the aggregation a realtime view under the name it was given.</summary>
    public ViewName<TKey, TResult> ToView() => ToView(_node.Name);

    /// <summary>Makes the aggregation a realtime view under this name, which replaces the one it was described with. A second name is
    /// reported by <c>Build()</c>: there is one view.</summary>
    /// <param name="name">The view's name: its identity.</param>
    public ViewName<TKey, TResult> ToView(string name)
    {
        if (_draft.IsNamed && !string.Equals(name, _node.Name, StringComparison.Ordinal))
        {
            _topology.Report(new(_node.Name, $"its aggregation was made a view once more, under the name '{name}'",
                "call ToView once and keep what it returns; for two views describe two aggregations"));
            return new(name);
        }
        _draft.IsNamed = true;
        _node.Name = name;
        return new(name);
    }

    /// <summary>Makes the aggregation a realtime view that was declared before.</summary>
    /// <param name="name">The name from <see cref="TopologyBuilder.DeclareView"/>.</param>
    public ViewName<TKey, TResult> ToView(ViewName<TKey, TResult> name) => ToView(name.Name);
}
