using LambdaSpeed.Aggregation;
using System.Runtime.CompilerServices;
using LambdaSpeed.Codecs;
using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Tasks;

/// <summary>Takes key, hash and value from each tuple.</summary>
internal sealed class KeyStage<T, TKey, TValue>(
    StageContext context, TupleBuffer<T> input, OutputPort<KeyedTuple<TKey, TValue>> output, KeyNode<T, TKey, TValue> node) : Stage(context)
    where TKey : notnull
{
    private readonly Func<T, TKey> _keySelector = node.KeySelector;
    private readonly Func<T, TValue>? _projection = node.Projection;
    private readonly ICodec<TKey> _codec = node.Codec;

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
                    var key = _keySelector(tuples[i]);
                    if (key is null) throw NullKey();
                    results[written] = new(key, KeyHash.Of(key, _codec), ValueOf(tuples[i]));
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TValue ValueOf(T tuple)
    {
        if (typeof(TValue) == typeof(Unit)) return default!; // nothing of the tuple is needed
        if (_projection is not null) return _projection(tuple);
        return Unsafe.As<T, TValue>(ref tuple); // without a projection the two types are one
    }

    private static InvalidOperationException NullKey() =>
        new("The key selector returned null. Keys cannot be null: filter such tuples out before GroupBy, or give them a key of their own.");
}
