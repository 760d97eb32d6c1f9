using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>Keeps the tuples that satisfy a condition.</summary>
internal sealed class WhereStage<T>(
    StageContext context, TupleBuffer<T> input, OutputPort<T> output, Func<T, bool> predicate) : Stage(context)
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
                    if (!predicate(tuples[i])) continue;
                    results[written] = tuples[i];
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
