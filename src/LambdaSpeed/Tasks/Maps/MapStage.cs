using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks.Maps;

/// <summary>Several neighbouring <c>Select</c>s in one loop: what lies between two of them is never written to memory.</summary>
/// <remarks>Only for those whose failure ends the run: a tuple between two lambdas, for a dead letter, is not at hand.</remarks>
internal abstract class MapStage<TIn, TOut>(StageContext[] contexts, TupleBuffer<TIn> input, OutputPort<TOut> output) : Stage(contexts[^1])
{
    /// <summary>The tuple of the span that is being turned; written before user code is called, read when it has thrown.</summary>
    protected int Index { get; set; }

    /// <summary>Which lambda is at work; as the index.</summary>
    protected int Lambda { get; set; }

    public override bool HasInput => !input.IsEmpty;

    public override void Advance()
    {
        var tuples = input.Unread[..Math.Min(input.Count, Context.Pace.Limit)];
        var stamps = input.UnreadStamps;
        try
        {
            Turn(tuples, output.Buffer.Reserve(tuples.Length));
        }
        catch (Exception exception)
        {
            throw contexts[Lambda].Failure(exception, Index, stamps.Length > 0 ? stamps[Index].Position : null);
        }
        if (stamps.Length > 0) stamps[..tuples.Length].CopyTo(output.Buffer.ReserveStamps(tuples.Length));
        output.Buffer.Advance(tuples.Length);
        foreach (var context in contexts) context.CountRead(tuples.Length);
        input.Skip(tuples.Length);
        output.Deliver();
    }

    /// <summary>Turns all tuples. A loop without a handler: its mere presence would slow it.</summary>
    protected abstract void Turn(ReadOnlySpan<TIn> tuples, Span<TOut> results);
}
