using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Tasks.Firings;
using LambdaSpeed.Topologies;
using LambdaSpeed.Views;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Tasks;

/// <content>Windows, with and without a stream of what they fire.</content>
internal sealed partial class StageFactory
{
    public Stage Visit<TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator>(
        WindowNode<TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator> node)
        where TKey : notnull
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        if (node.Settings.Windows is not SessionWindows sessions) return Panes(node, (PaneWindows)node.Settings.Windows);
        if (node.Firings is not { } firings)
        {
            Func<StageContext, VersionedTable<TKey, SessionList<TAccumulator>>, ISessionFirings<TKey, TAccumulator>?> none =
                static (_, _) => null;
            return Sessions(node, sessions, node.Aggregator, none);
        }
        Func<StageContext, VersionedTable<TKey, SessionList<FiringSum<TAccumulator>>>, ISessionFirings<TKey, FiringSum<TAccumulator>>?>
            fire = (context, table) => new SessionFirings<TKey, TValue, TAccumulator, TResult, TAggregator>(
                context, Output<WindowFiring<TKey, TResult>>(node, firings.Output), node.Settings, firings.Policy, sessions,
                node.Aggregator, table);
        var aggregator = new FiringAggregator<TValue, TAccumulator, TResult, TAggregator>(node.Aggregator, firings.Policy.Mode);
        return Sessions(node, sessions, aggregator, fire);
    }

    public Stage Visit<TKey, TValue, TAccumulator, TResult, TAggregator>(
        CountWindowNode<TKey, TValue, TAccumulator, TResult, TAggregator> node)
        where TKey : notnull
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        var view = tasks.View(node.Name, () => WindowTable(node, node.Definition));
        return new CountWindowStage<TKey, TValue, TAccumulator, TResult, TAggregator>(
            Context(node), Input<KeyedTuple<TKey, TValue>>(node),
            node.Output is { } output ? Output<KeyValuePair<CountWindow<TKey>, TResult>>(node, output) : null,
            view.Partition(index), tasks.State.GetOrAdd($"counts:{node.Name}", node.Parallelism, node.Counts).Tables[index],
            node, tasks.Publication);
    }

    private WindowStage<TKey, T, TElement, TValue, EntryKey<TKey, long>, TAccumulator> Panes<
        TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator>(
        WindowNode<TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator> node, PaneWindows windows)
        where TKey : notnull
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        var codec = new EntryKeyCodec<TKey, long>(node.Codec, Codec.Int64);
        var view = tasks.View(node.Name, () => new PaneView<TKey, TAccumulator, TResult>(
            WindowTable(node, node.Panes(codec)), node.Parallelism, windows, node.Settings, node.Aggregator.Merge));
        var panes = view.Table.Partition(index);
        var task = WindowTask(node, view.Watermarks, view.Released);
        var firings = node.Firings is { } output
            ? new PaneFirings<TKey, TValue, TAccumulator, TResult, TAggregator>(
                task.Context, Output<WindowFiring<TKey, TResult>>(node, output.Output), node.Settings, output.Policy, windows, codec,
                node.Aggregator, panes.Table,
                tasks.State.GetOrAdd($"fired:{node.Name}", node.Parallelism, node.FiredCodec(codec), node.FiredCopy).Tables[index])
            : null;
        return Restored(new PaneStage<TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator>(
            task, panes, windows, codec, node.Aggregator, firings));
    }

    /// <param name="node">The component.</param>
    /// <param name="windows">Its windows.</param>
    /// <param name="aggregator">What the tuples of a session accumulate by.</param>
    /// <param name="firingsOf">Makes what fires; null when nothing does.</param>
    private WindowStage<TKey, T, TElement, TValue, TKey, SessionList<TSum>> Sessions<
        TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator, TSum, TSumming>(
        WindowNode<TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator> node, SessionWindows windows, TSumming aggregator,
        Func<StageContext, VersionedTable<TKey, SessionList<TSum>>, ISessionFirings<TKey, TSum>?> firingsOf)
        where TKey : notnull
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
        where TSumming : IAggregator<TValue, TSum, TResult>
    {
        var sessions = new SessionAggregator<TValue, TSum, TResult, TSumming>(aggregator, windows.Gap);
        var view = tasks.View(node.Name, () => new SessionView<TKey, TSum, TResult>(
            WindowTable(node, node.SessionLists(sessions)), node.Parallelism, windows, node.Settings));
        var partition = view.Table.Partition(index);
        var task = WindowTask(node, view.Watermarks, view.Released);
        var stage = new SessionStage<TKey, T, TElement, TValue, TSum, TResult, TSumming>(
            task, partition, windows, sessions, firingsOf(task.Context, partition.Table));
        Restored(stage);
        tasks.State.WhenFilled(() =>
        {
            if (view.Table.EndedLast(index) is { } former) stage.Continue(former);
        });
        return stage;
    }

    private RealtimeView<TTableKey, TTableValue, TTableResult> WindowTable<TTableKey, TTableValue, TTableResult>(
        TopologyNode node, ViewDefinition<TTableKey, TTableValue, TTableResult> definition)
        where TTableKey : notnull =>
        new(definition, tasks.Publication, node.Parallelism, Options.KeyGroups, []);

    private WindowTask<TKey, T, TElement> WindowTask<TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator>(
        WindowNode<TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator> node, TaskSection<long> watermarks,
        TaskSection<long>? released)
        where TKey : notnull
        where TAggregator : IAggregator<TValue, TAccumulator, TResult> => new(
        Context(node), Input<KeyedTuple<TKey, TElement>>(node),
        node.Settings.Late == LatePolicy.SideOutput ? Output<T>(node) : null,
        node.Settings, watermarks, released, tasks.Publication, tasks.State.Published);

    private WindowStage<TKey, T, TElement, TValue, TTableKey, TTableValue> Restored<TKey, T, TElement, TValue, TTableKey, TTableValue>(
        WindowStage<TKey, T, TElement, TValue, TTableKey, TTableValue> stage)
    {
        tasks.State.WhenFilled(stage.Restore);
        tasks.State.WhenFilled(stage.RestoreFirings);
        return stage;
    }
}
