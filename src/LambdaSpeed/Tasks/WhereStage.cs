using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>Keeps the tuples that satisfy a condition.</summary>
internal sealed class WhereStage<T, TSite>(
    FailedTuples<T> failed, TupleBuffer<T> input, OutputPort<T> output, Func<T, bool> predicate) : Stage(failed.Context)
    where TSite : struct
{
    private int _index;   // the tuple that is being looked at
    private int _written; // tuples kept of this chunk

    public override bool HasInput => !input.IsEmpty;

    public override void Advance()
    {
        var tuples = input.Unread[..Math.Min(input.Count, Context.Pace.Limit)];
        var stamps = input.UnreadStamps;
        var results = output.Buffer.Reserve(tuples.Length);
        var resultStamps = output.Buffer.ReserveStamps(tuples.Length);
        _written = 0;
        for (_index = 0; _index < tuples.Length; _index++)
        {
            try
            {
                Keep(tuples, stamps, results, resultStamps);
            }
            catch (Exception exception)
            {
                failed.GiveUp(exception, tuples[_index], _index, stamps);
            }
        }
        output.Buffer.Advance(_written);
        Context.CountRead(tuples.Length);
        input.Skip(tuples.Length);
        output.Deliver();
        failed.Deliver();
    }

    /// <summary>Goes on from the index to the end. A loop without a handler: its mere presence would slow it.</summary>
    private void Keep(ReadOnlySpan<T> tuples, ReadOnlySpan<TupleStamp> stamps, Span<T> results, Span<TupleStamp> resultStamps)
    {
        var satisfies = predicate;
        var written = _written;
        for (var i = _index; i < tuples.Length; i++)
        {
            _index = i;
            if (!satisfies(tuples[i])) continue;
            results[written] = tuples[i];
            if (stamps.Length > 0) resultStamps[written] = stamps[i];
            _written = ++written;
        }
        _index = tuples.Length;
    }
}
