using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Building;

/// <summary>A stream, where its keys come from, and which part of a tuple is grouped (all of it when that selector is null).</summary>
internal sealed class KeyedSource<TSource, TKey, T>(
    Stream<TSource> stream,
    Func<TSource, TKey> keySelector,
    Func<TSource, T>? elementSelector,
    ICodec<TKey>? codec,
    TupleFailurePolicy onFailure) : IKeyedSource<TKey, T>
    where TKey : notnull
{
    private readonly List<Stream<DeadLetter<TSource>>> _letters = []; // of the key components so far, when the policy makes them
    private NodeDraft? _gathering; // gathers the dead letters of all of them; added when somebody asks for these

    public ICodec<TKey>? Codec => codec;

    public TopologyDraft Draft => stream.Draft;

    public int Parallelism => stream.Parallelism;

    public Stream<KeyedTuple<TKey, TValue>> Key<TValue>(Func<T, TValue>? projection) => Keyed<TValue>(
        shape => new KeyNode<TSource, TKey, TValue>(shape, keySelector, Compose(projection), codec));

    public SummedFlow<TKey, TValue, TAccumulator> Sum<TValue, TAccumulator, TResult, TAggregator>(
        Func<T, TValue>? projection, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        var tuples = Keyed<TValue>(shape => new SummingKeyNode<TSource, TKey, TValue, TAccumulator, TResult, TAggregator>(
            shape, keySelector, Compose(projection), codec, aggregator));
        return new(tuples, tuples.Sums<KeyedTuple<TKey, TAccumulator>>());
    }

    private ProcessedStream<TSource, KeyedTuple<TKey, TValue>> Keyed<TValue>(Func<NodeShape, TopologyNode> create)
    {
        var keyed = stream.Operator<KeyedTuple<TKey, TValue>>("key", create, onFailure, NodeKind.Key);
        if (onFailure != TupleFailurePolicy.DeadLetter) return keyed;

        var letters = keyed.DeadLetters();
        _letters.Add(letters);
        if (_gathering is not null) letters.ConnectTo(Draft, _gathering, 0);
        return keyed;
    }

    /// <summary>The dead letters of all readers of the grouped stream, also those to come: each has its own key component.</summary>
    public Stream<DeadLetter<TSource>> DeadLetters()
    {
        if (_gathering is null)
        {
            _gathering = Draft.Add(new NodeDraft(Draft.AutomaticName("dead-letters"), NodeKind.Operator, stream.Parallelism, options: null,
                inputs: 1, shape => new WhereNode<DeadLetter<TSource>>(shape, static _ => true)));
            _gathering.AddOutput(typeof(DeadLetter<TSource>));
            if (onFailure != TupleFailurePolicy.DeadLetter) Draft.Report(FailureProblems.NoDeadLetters(_gathering.Name, onFailure));
            foreach (var letters in _letters) letters.ConnectTo(Draft, _gathering, 0);
        }
        return new Stream<DeadLetter<TSource>>(Draft, new StreamSource(_gathering, 0));
    }

    /// <summary>From the tuple to the value. Without an element selector the tuple is the element; without a projection the element is the
    /// value: the casts of delegates below state just that.</summary>
    private Func<TSource, TValue>? Compose<TValue>(Func<T, TValue>? projection)
    {
        if (elementSelector is null) return (Func<TSource, TValue>?)(object?)projection;
        if (projection is null) return (Func<TSource, TValue>)(object)elementSelector;
        return tuple => projection(elementSelector(tuple));
    }
}
