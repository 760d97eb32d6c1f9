using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>A stage that makes one tuple of each; a tuple it fails on makes none.</summary>
internal abstract class OneToOneStage<TIn, TOut>(FailedTuples<TIn> failed, TupleBuffer<TIn> input, OutputPort<TOut> output)
    : Stage(failed.Context)
{
    /// <summary>The tuple of the span that is being turned; written before user code is called, read when it has thrown.</summary>
    protected int Index { get; set; }

    protected FailedTuples<TIn> Failed => failed;

    protected TupleBuffer<TIn> Input => input;

    public override bool HasInput => !input.IsEmpty;

    public override void Advance()
    {
        var tuples = input.Unread[..Math.Min(input.Count, Context.Pace.Limit)];
        var stamps = input.UnreadStamps;
        var results = output.Buffer.Reserve(tuples.Length);
        var resultStamps = output.Buffer.ReserveStamps(tuples.Length);
        var read = 0;
        var written = 0;
        while (read < tuples.Length)
        {
            var made = TurnSome(tuples, stamps, read, results[written..]);
            if (stamps.Length > 0) StampResults(stamps.Slice(read, made), resultStamps[written..]);
            written += made;
            read += made;
            if (read < tuples.Length) read++; // the one it failed on
        }
        output.Buffer.Advance(written);
        Context.CountRead(tuples.Length);
        input.Skip(tuples.Length);
        output.Deliver();
        failed.Deliver();
    }

    /// <summary>Turns all tuples. A loop without a handler: its mere presence would slow it.</summary>
    protected abstract void Turn(ReadOnlySpan<TIn> tuples, Span<TOut> results);

    /// <summary>Stamps what the last call of <see cref="Turn"/> made: as the tuples that it was made of.</summary>
    protected virtual void StampResults(ReadOnlySpan<TupleStamp> stamps, Span<TupleStamp> results) => stamps.CopyTo(results);

    /// <summary>Turns tuples from <paramref name="start"/> on, up to the end or to one that fails and is to be skipped; says how
    /// many.</summary>
    private int TurnSome(ReadOnlySpan<TIn> tuples, ReadOnlySpan<TupleStamp> stamps, int start, Span<TOut> results)
    {
        try
        {
            Turn(tuples[start..], results);
            return tuples.Length - start;
        }
        catch (Exception exception)
        {
            failed.GiveUp(exception, tuples[start + Index], start + Index, stamps);
            return Index;
        }
    }
}
