using LambdaSpeed.Building;

namespace LambdaSpeed;

/// <summary>An output that was described, and what becomes of tuples that cannot be put out.</summary>
/// <typeparam name="T">Its tuples.</typeparam>
public sealed class StreamOutput<T>
{
    private readonly TopologyDraft _draft;
    private readonly NodeDraft _node;

    internal StreamOutput(TopologyDraft draft, NodeDraft node)
    {
        _draft = draft;
        _node = node;
    }

    /// <summary>Says what becomes of a tuple whose key or bytes cannot be made, or that has more bytes than the place takes: found out
    /// before its epoch ends, so nothing of it goes out. Without it the run halts.</summary>
    /// <remarks>What the place itself refuses is tried again and never given up, whatever is said here.</remarks>
    /// <param name="policy">What becomes of it. Dead letters must be read, or ignored explicitly: <see cref="DeadLetters"/>.</param>
    public StreamOutput<T> OnFailure(TupleFailurePolicy policy)
    {
        if (!Enum.IsDefined(policy)) throw new ArgumentOutOfRangeException(nameof(policy), policy, "There is no such policy.");
        _node.Options = new ComponentOptions { OnFailure = policy };
        if (_node.MakesDeadLetters) _node.AddDeadLetters<T>();
        return this;
    }

    /// <summary>The tuples that could not be put out; needs <see cref="TupleFailurePolicy.DeadLetter"/>. Say <c>DeadLetters().Ignore()</c>
    /// when counting and logging them is enough.</summary>
    public Stream<DeadLetter<T>> DeadLetters() => new(_draft, new StreamSource(_node, _node.AddDeadLetters<T>()));
}
