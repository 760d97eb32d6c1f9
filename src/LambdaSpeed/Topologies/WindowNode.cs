using LambdaSpeed.Aggregation;
using LambdaSpeed.State;
using LambdaSpeed.Views;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Topologies;

/// <summary>A realtime view of windows: accumulates by key and by the time at which tuples happened.</summary>
/// <remarks><c>TElement</c> is what crosses the edge: the value, or the value with its tuple when late tuples are wanted back.</remarks>
internal sealed class WindowNode<TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator>(
    NodeShape shape,
    TAggregator aggregator,
    string aggregation,
    WindowSettings settings,
    ICodec<TKey>? codec,
    bool isNamed,
    FiringOutput? firings) : TopologyNode(shape)
    where TKey : notnull
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    public TAggregator Aggregator => aggregator;

    public WindowSettings Settings => settings;

    /// <summary>When and where its results are put out; null when nobody wants them as a stream.</summary>
    public FiringOutput? Firings => firings;

    public override string? NeedsOneOwner => "it adds up windows by key";

    public override bool ReadsEventTime => true;

    public override string? DependsOn => settings.Windows is SessionWindows ? "a session may reach over the cut"
        : firings is not null ? "what its windows put out depends on tuples before the cut"
        : null;

    public override bool IsReplayedAlike => true;

    public override bool AddsUpOverCuts => firings is null;

    public override bool UsesClock => firings?.Policy.EarlyEvery is not null;

    public ICodec<TKey> Codec => codec!;

    public override ViewTypes? ViewTypes => Topologies.ViewTypes.Of<TKey, TResult>();

    public ViewDefinition<EntryKey<TKey, long>, TAccumulator, TResult> Panes(EntryKeyCodec<TKey, long> paneCodec) => new(
        Name,
        paneCodec,
        aggregator.Zero,
        firings is null ? aggregator.Merge : null,
        accumulator => aggregator.Result(accumulator),
        AccumulatorCopy.Of<TAccumulator>(aggregator),
        aggregator.AccumulatorCodec,
        ExpectedKeys: 0,
        paneCodec,
        settings.Windows.Name,
        Aggregation);

    /// <summary>What tells batch views of other windows and other aggregations apart.</summary>
    private string Aggregation => $"{aggregation}, {settings.Windows.Name}";

    /// <summary>What tells apart what is kept of other windows, and of other firings.</summary>
    private string KindOfState => firings is null
        ? settings.Windows.Name
        : $"{settings.Windows.Name} {firings.Policy.Mode.ToString().ToLowerInvariant()}{(firings.Policy.IsWhenFinal ? " when final" : "")}";

    /// <summary>What of panes has been fired: how it is kept. Null when accumulators cannot be.</summary>
    public SectionCodec<EntryKey<TKey, long>, FiredWindow<TAccumulator>>? FiredCodec(EntryKeyCodec<TKey, long> paneCodec) =>
        aggregator.AccumulatorCodec is { } accumulators
            ? new(paneCodec, new FiredWindowCodec<TAccumulator>(accumulators), paneCodec, KindOfState)
            : null;

    /// <summary>Copies what has been fired where it goes on being added to; null where it is replaced whole.</summary>
    public Func<FiredWindow<TAccumulator>, FiredWindow<TAccumulator>>? FiredCopy =>
        firings?.Policy.Mode == FiringMode.Discarding && aggregator is ICopyingAggregator<TAccumulator> copier
            ? fired => fired.HasSum ? fired with { Sum = copier.Copy(fired.Sum) } : fired
            : null;

    /// <summary>Sessions, accumulated as they are or with what of them has been fired.</summary>
    public ViewDefinition<TKey, SessionList<TSum>, IReadOnlyList<Session<TResult>>> SessionLists<TSum, TSumming>(
        SessionAggregator<TValue, TSum, TResult, TSumming> sessions)
        where TSumming : IAggregator<TValue, TSum, TResult> => new(
        Name, Codec, sessions.Zero, firings is null ? sessions.Append : null,
        list => sessions.Result(list), list => sessions.Copy(list),
        sessions.AccumulatorCodec, ExpectedKeys: 0, Kind: KindOfState, Aggregation: Aggregation);

    public override IEnumerable<TopologyProblem> Problems()
    {
        if (!isNamed && firings is null)
        {
            yield return new(Name, "its windows were made neither a view nor a stream, so nobody could read them",
                "end the aggregation with ToView() or ToStream()");
        }
        foreach (var problem in AccumulatorProblems.Of<TAccumulator>(Name, aggregator)) yield return problem;
    }

    public override TVisited Accept<TVisited>(INodeVisitor<TVisited> visitor) => visitor.Visit(this);
}
