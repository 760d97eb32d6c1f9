namespace LambdaSpeed;

/// <summary>What happens when a component throws on a tuple. In each case the tuple has left no half effect.</summary>
public enum TupleFailurePolicy
{
    /// <summary>The run ends with a <see cref="TupleFailedException"/>.</summary>
    Halt,

    /// <summary>The tuple is left out, counted (<c>lambdaspeed.tuples.skipped</c>) and logged; the run goes on.</summary>
    Skip,

    /// <summary>The tuple becomes a <see cref="DeadLetter{T}"/> on the component's stream of such (<c>DeadLetters()</c>), counted
    /// (<c>lambdaspeed.tuples.deadlettered</c>) and logged; the run goes on. A dead letter counts as often as any tuple: once, with exactly
    /// once.</summary>
    DeadLetter,
}
