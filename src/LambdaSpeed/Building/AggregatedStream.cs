using LambdaSpeed.Building;

namespace LambdaSpeed;

/// <summary>An aggregation that was described, to be made a view.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TResult">What readers are given.</typeparam>
public sealed class AggregatedStream<TKey, TResult>
    where TKey : notnull
{
    private readonly NodeDraft _node;
    private readonly List<IViewStore<TKey, TResult>> _followers;

    internal AggregatedStream(NodeDraft node, List<IViewStore<TKey, TResult>> followers)
    {
        _node = node;
        _followers = followers;
    }

    /// <summary>Adds a store outside the run that is given each published change of the view.</summary>
    /// <param name="store">The store; the run does not dispose it.</param>
    public AggregatedStream<TKey, TResult> Follow(IViewStore<TKey, TResult> store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _followers.Add(store);
        return this;
    }

    /// <summary>Makes the aggregation a realtime view under the name it was given.</summary>
    public ViewName<TKey, TResult> ToView() => new(_node.Name);

    /// <summary>Makes the aggregation a realtime view under this name.</summary>
    /// <param name="name">The view's name: its identity.</param>
    public ViewName<TKey, TResult> ToView(string name)
    {
        _node.Name = name;
        return ToView();
    }

    /// <summary>Makes the aggregation a realtime view that was declared before.</summary>
    /// <param name="name">The name from <see cref="TopologyBuilder.DeclareView"/>.</param>
    public ViewName<TKey, TResult> ToView(ViewName<TKey, TResult> name) => ToView(name.Name);
}
