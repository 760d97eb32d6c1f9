using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>Turns each tuple into another.</summary>
internal sealed class SelectStage<TIn, TOut>(
    StageContext context, TupleBuffer<TIn> input, OutputPort<TOut> output, Func<TIn, TOut> selector) : Stage(context)
{
    public override bool HasInput => !input.IsEmpty;

    public override void Advance()
    {
        var tuples = input.Unread[..Math.Min(input.Count, Context.Options.ChunkSize)];
        var stamps = input.UnreadStamps;
        var results = output.Buffer.Reserve(tuples.Length)[..tuples.Length];
        var resultStamps = output.Buffer.ReserveStamps(tuples.Length);
        var written = 0;
        for (var i = 0; i < tuples.Length; i++)
        {
            try
            {
                for (; i < tuples.Length; i++)
                {
                    results[written] = selector(tuples[i]);
                    if (stamps.Length > 0) resultStamps[written] = stamps[i];
                    written++;
                }
            }
            catch (Exception exception)
            {
                Context.OnTupleFailed(exception, i, stamps.Length > 0 ? stamps[i].Position : null);
            }
        }
        output.Buffer.Advance(written);
        Context.CountRead(tuples.Length);
        input.Skip(tuples.Length);
        output.Deliver();
    }
}
