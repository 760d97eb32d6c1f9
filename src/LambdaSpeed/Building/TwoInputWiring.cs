using LambdaSpeed.Building;

namespace LambdaSpeed;

/// <summary>A bolt of two inputs that was added to a topology, to be connected.</summary>
/// <typeparam name="TFirst">The tuples of the first input.</typeparam>
/// <typeparam name="TSecond">The tuples of the second input.</typeparam>
/// <typeparam name="TOut">The tuples of its main output.</typeparam>
public sealed class TwoInputWiring<TFirst, TSecond, TOut>
{
    private readonly TopologyDraft _draft;
    private readonly NodeDraft _node;

    internal TwoInputWiring(TopologyDraft draft, NodeDraft node)
    {
        _draft = draft;
        _node = node;
        Output = new Stream<TOut>(draft, new StreamSource(node, node.AddOutput(typeof(TOut))));
        if (!node.MakesDeadLetters) return;
        node.AddDeadLetters<TFirst>();
        node.AddDeadLetters<TSecond>(1);
    }

    /// <summary>The bolt's main output.</summary>
    public Stream<TOut> Output { get; }

    /// <summary>The tuples of the first input that the bolt failed on for good; needs <see cref="TupleFailurePolicy.DeadLetter"/> as its
    /// failure policy.</summary>
    public Stream<DeadLetter<TFirst>> FirstDeadLetters() => new(_draft, new StreamSource(_node, _node.AddDeadLetters<TFirst>()));

    /// <summary>The tuples of the second input that the bolt failed on for good; needs <see cref="TupleFailurePolicy.DeadLetter"/> as its
    /// failure policy.</summary>
    public Stream<DeadLetter<TSecond>> SecondDeadLetters() => new(_draft, new StreamSource(_node, _node.AddDeadLetters<TSecond>(1)));

    /// <summary>Has the bolt read a stream as its first input, by the stream's grouping. Several streams are merged.</summary>
    /// <param name="stream">The stream.</param>
    public TwoInputWiring<TFirst, TSecond, TOut> First(Stream<TFirst> stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.ConnectTo(_draft, _node, 0);
        return this;
    }

    /// <summary>Has the bolt read a stream as its second input, by the stream's grouping. Several streams are merged.</summary>
    /// <param name="stream">The stream.</param>
    public TwoInputWiring<TFirst, TSecond, TOut> Second(Stream<TSecond> stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.ConnectTo(_draft, _node, 1);
        return this;
    }
}
