using LambdaSpeed.Building;

namespace LambdaSpeed;

/// <summary>The results of a join, with the tuples that came too late for it beside them. Immutable.</summary>
/// <typeparam name="TLeft">The tuples of the left stream.</typeparam>
/// <typeparam name="TRight">The tuples of the right stream.</typeparam>
/// <typeparam name="TOut">The results.</typeparam>
public sealed class JoinedStream<TLeft, TRight, TOut> : Stream<TOut>
{
    private readonly NodeDraft _node;
    private readonly (SideOutput<TLeft> Left, SideOutput<TRight> Right) _late;

    internal JoinedStream(TopologyDraft draft, NodeDraft node, SideOutput<TLeft> lateLeft, SideOutput<TRight> lateRight)
        : base(draft, new StreamSource(node, node.AddOutput(typeof(TOut))))
    {
        _node = node;
        _late = (lateLeft, lateRight);
        if (node.MakesDeadLetters) node.AddDeadLetters<Either<TLeft, TRight>>();
    }

    /// <summary>The left tuples that came too late to be joined, with their event times; counted whether they are read or not.</summary>
    public Stream<TLeft> LateLeft() => Side(_late.Left);

    /// <summary>The right tuples that came too late to be joined, with their event times; counted whether they are read or not.</summary>
    public Stream<TRight> LateRight() => Side(_late.Right);

    /// <summary>The tuples of either side upon which the result selector has failed for good; needs
    /// <see cref="TupleFailurePolicy.DeadLetter"/> as the failure policy.</summary>
    public Stream<DeadLetter<Either<TLeft, TRight>>> DeadLetters() =>
        new(Draft, new StreamSource(_node, _node.AddDeadLetters<Either<TLeft, TRight>>()));
}
