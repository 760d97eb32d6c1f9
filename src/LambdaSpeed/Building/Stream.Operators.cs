using LambdaSpeed.Building;
using LambdaSpeed.Topologies;

namespace LambdaSpeed;

public partial class Stream<T>
{
    /// <summary>Keeps the tuples that satisfy a condition.</summary>
    /// <param name="predicate">The condition.</param>
    /// <param name="onFailure">What happens when the condition throws on a tuple; the run halts unless another policy is named.</param>
    public ProcessedStream<T, T> Where(Func<T, bool> predicate, TupleFailurePolicy onFailure = TupleFailurePolicy.Halt)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Operator<T>("where", shape => new WhereNode<T>(shape, predicate), onFailure);
    }

    /// <summary>Turns each tuple into another.</summary>
    /// <typeparam name="TOut">The new tuples.</typeparam>
    /// <param name="selector">Makes the new tuple.</param>
    /// <param name="onFailure">What happens when the selector throws on a tuple; the run halts unless another policy is named.</param>
    public ProcessedStream<T, TOut> Select<TOut>(Func<T, TOut> selector, TupleFailurePolicy onFailure = TupleFailurePolicy.Halt)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return Operator<TOut>("select", shape => new SelectNode<T, TOut>(shape, selector), onFailure);
    }

    /// <summary>Turns each tuple into any number of others. The sequence is pulled lazily, as downstream has room: it may be
    /// long.</summary>
    /// <remarks>
    /// <para>While a sequence is not longer than <c>SpeedLayerOptions.MaxHeldSequence</c> its effect is atomic: when it throws,
    /// none of its tuples is seen. A longer one is passed on in parts; when that throws, the run halts, whatever the failure
    /// policy.</para>
    /// <para>An epoch holds all that a tuple became or nothing of it. So while a sequence is under way no epoch of the run ends:
    /// committed reads of every view stand still, <c>PublishAsync</c> and checkpoints wait, and what a restart reads again grows. A
    /// sequence should take less than what readers may wait; what is longer, or endless, belongs into a spout.</para>
    /// <para><c>StopAsync</c> waits 10 s for a sequence that is passed on in parts, then the run ends with a
    /// <see cref="TupleFailedException"/> and the tuple is not part of any epoch. <c>DrainAsync</c> waits for its end, <c>AbortAsync</c>
    /// for nothing.</para>
    /// </remarks>
    /// <typeparam name="TOut">The new tuples.</typeparam>
    /// <param name="selector">Makes the sequence.</param>
    /// <param name="onFailure">What happens when the selector or its sequence throws on a tuple; the run halts unless another policy is
    /// named.</param>
    public ProcessedStream<T, TOut> SelectMany<TOut>(
        Func<T, IEnumerable<TOut>> selector, TupleFailurePolicy onFailure = TupleFailurePolicy.Halt)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return Operator<TOut>("select-many", shape => new SelectManyNode<T, TOut>(shape, selector), onFailure);
    }

    /// <summary>Turns each tuple into any number of others, each made of the tuple and an item of its sequence; what a second
    /// <c>from</c> in a query means.</summary>
    /// <typeparam name="TItem">The items of the sequence.</typeparam>
    /// <typeparam name="TOut">The new tuples.</typeparam>
    /// <param name="collectionSelector">Makes the sequence.</param>
    /// <param name="resultSelector">Makes the new tuple.</param>
    /// <param name="onFailure">What happens when a selector or the sequence throws on a tuple; the run halts unless another policy is
    /// named.</param>
    public ProcessedStream<T, TOut> SelectMany<TItem, TOut>(
        Func<T, IEnumerable<TItem>> collectionSelector,
        Func<T, TItem, TOut> resultSelector,
        TupleFailurePolicy onFailure = TupleFailurePolicy.Halt)
    {
        ArgumentNullException.ThrowIfNull(collectionSelector);
        ArgumentNullException.ThrowIfNull(resultSelector);
        return SelectMany(tuple => collectionSelector(tuple)?.Select(item => resultSelector(tuple, item))!, onFailure);
    }

    /// <summary>Groups the stream by key: the way to aggregations, views and keyed bolts.</summary>
    /// <remarks>With the key is taken the part of the tuple that an aggregation needs (the <c>hit => hit.Bytes</c> of a sum): what throws
    /// there, or a key that is null, falls under <paramref name="onFailure"/> as well.</remarks>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <param name="keySelector">Takes the key from a tuple; called once for each tuple and reader of the grouped stream.</param>
    /// <param name="codec">Hashes the key; by default the codec of its type.</param>
    /// <param name="onFailure">What happens when key or part cannot be taken from a tuple; the run halts unless another policy is
    /// named.</param>
    public GroupedStream<T, TKey, T> GroupBy<TKey>(
        Func<T, TKey> keySelector, ICodec<TKey>? codec = null, TupleFailurePolicy onFailure = TupleFailurePolicy.Halt)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keySelector);
        if (codec is null) Codec.TryFor(out codec);
        return new GroupedStream<T, TKey, T>(new KeyedSource<T, TKey, T>(this, keySelector, null, codec, onFailure));
    }

    /// <summary>Groups part of each tuple by key; what <c>group part by key</c> in a query means.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TElement">The part that is grouped.</typeparam>
    /// <param name="keySelector">Takes the key from a tuple; called once for each tuple.</param>
    /// <param name="elementSelector">Takes the part from a tuple.</param>
    /// <param name="codec">Hashes and stores the key; by default the codec of its type.</param>
    /// <param name="onFailure">What happens when key or part cannot be taken from a tuple; the run halts unless another policy is
    /// named.</param>
    public GroupedStream<T, TKey, TElement> GroupBy<TKey, TElement>(
        Func<T, TKey> keySelector,
        Func<T, TElement> elementSelector,
        ICodec<TKey>? codec = null,
        TupleFailurePolicy onFailure = TupleFailurePolicy.Halt)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(elementSelector);
        if (codec is null) Codec.TryFor(out codec);
        return new GroupedStream<T, TKey, TElement>(
            new KeyedSource<T, TKey, TElement>(this, keySelector, elementSelector, codec, onFailure));
    }

    /// <summary>Adds a component that is part of its sender's task when it can be.</summary>
    internal ProcessedStream<T, TOut> Operator<TOut>(
        string word, Func<NodeShape, TopologyNode> create, TupleFailurePolicy onFailure, NodeKind kind = NodeKind.Operator)
    {
        var options = new ComponentOptions { OnFailure = onFailure };
        var node = _draft.Add(new NodeDraft(_draft.AutomaticName(word), kind, Parallelism, options, inputs: 1, create));
        ConnectTo(_draft, node, 0);
        return new ProcessedStream<T, TOut>(_draft, node);
    }
}
