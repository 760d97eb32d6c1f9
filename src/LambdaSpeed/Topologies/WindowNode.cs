using LambdaSpeed.State;
using LambdaSpeed.Views;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Topologies;

/// <summary>A realtime view of windows: accumulates by key and by the time at which tuples happened.</summary>
/// <remarks><c>TElement</c> is what crosses the edge: the value, or the value with its tuple when late tuples are wanted back.</remarks>
internal sealed class WindowNode<TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator>(
    NodeShape shape,
    TAggregator aggregator,
    WindowSettings settings,
    ICodec<TKey>? codec,
    bool isNamed) : TopologyNode(shape)
    where TKey : notnull
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    public TAggregator Aggregator => aggregator;

    public WindowSettings Settings => settings;

    public override bool ReadsEventTime => true;

    public override string? DependsOn => settings.Windows is SessionWindows ? "a session may reach over the cut" : null;

    public ICodec<TKey> Codec => codec!;

    public override ViewTypes? ViewTypes => Topologies.ViewTypes.Of<TKey, TResult>();

    public SessionAggregator<TValue, TAccumulator, TResult, TAggregator> Sessions(SessionWindows windows) => new(aggregator, windows.Gap);

    public ViewDefinition<EntryKey<TKey, long>, TAccumulator, TResult> Panes(EntryKeyCodec<TKey, long> paneCodec) => new(
        Name,
        paneCodec,
        aggregator.Zero,
        aggregator.Merge,
        accumulator => aggregator.Result(accumulator),
        aggregator is ICopyingAggregator<TAccumulator> copier ? accumulator => copier.Copy(accumulator) : null,
        aggregator.AccumulatorCodec,
        ExpectedKeys: 0,
        paneCodec,
        settings.Windows.Name);

    public ViewDefinition<TKey, SessionList<TAccumulator>, IReadOnlyList<Session<TResult>>> SessionLists(
        SessionAggregator<TValue, TAccumulator, TResult, TAggregator> sessions) => new(
        Name, Codec, sessions.Zero, sessions.Merge, list => sessions.Result(list), list => sessions.Copy(list),
        sessions.AccumulatorCodec, ExpectedKeys: 0, Kind: settings.Windows.Name);

    public override IEnumerable<TopologyProblem> Problems()
    {
        if (!isNamed)
        {
            yield return new(Name, "its windows were not made a view, so nobody could read them", "end the aggregation with ToView()");
        }
        foreach (var problem in AccumulatorProblems.Of<TAccumulator>(Name, aggregator)) yield return problem;
    }

    public override TVisited Accept<TVisited>(INodeVisitor<TVisited> visitor) => visitor.Visit(this);
}
