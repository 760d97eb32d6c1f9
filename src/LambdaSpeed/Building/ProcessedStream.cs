using LambdaSpeed.Building;
using LambdaSpeed.Topologies;

namespace LambdaSpeed;

/// <summary>The stream that a component makes, with the tuples that it failed on beside it. Immutable.</summary>
/// <typeparam name="TIn">The tuples the component reads: of a spout, the records of its source.</typeparam>
/// <typeparam name="TOut">The tuples of the stream.</typeparam>
public sealed class ProcessedStream<TIn, TOut> : Stream<TOut>
{
    private readonly NodeDraft _node;

    /// <summary>Gives a component that was just added its main output, and one for dead letters when its policy makes them.</summary>
    internal ProcessedStream(TopologyDraft draft, NodeDraft node) : base(draft, new StreamSource(node, node.AddOutput(typeof(TOut))))
    {
        _node = node;
        if (node.MakesDeadLetters) node.AddDeadLetters<TIn>();
    }

    /// <summary>The tuples that the component failed on for good; needs <see cref="TupleFailurePolicy.DeadLetter"/> as its failure policy.
    /// Say <c>DeadLetters().Ignore()</c> when counting and logging them is enough.</summary>
    public Stream<DeadLetter<TIn>> DeadLetters() => new(Draft, new StreamSource(_node, _node.AddDeadLetters<TIn>()));

    /// <summary>What a component that takes keys has added up itself.</summary>
    internal Stream<TSum> Sums<TSum>() => new(Draft, new StreamSource(_node, _node.AddOutput(typeof(TSum), NodeOutput.PartialSums)));
}
