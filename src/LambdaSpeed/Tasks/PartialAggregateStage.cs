using System.Runtime.CompilerServices;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>Adds up by key and hands on partial accumulators: when there is no more input, before a signal, or when it holds enough
/// keys.</summary>
internal sealed class PartialAggregateStage<TKey, TValue, TAccumulator, TResult, TAggregator>(
    StageContext context,
    TupleBuffer<KeyedTuple<TKey, TValue>> input,
    OutputPort<KeyedTuple<TKey, TAccumulator>> output,
    TAggregator aggregator) : Stage(context)
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    private const int MaxKeys = 16_384; // more would leave the cache, and the point

    private readonly PartialTable<TKey, TAccumulator> _table = new(aggregator.Zero);
    private readonly TAggregator _aggregator = aggregator;
    private int _index; // the tuple of the chunk that is being added

    public override bool HasInput => !input.IsEmpty || _table.IsEmptying;

    public override void Advance()
    {
        if (_table.IsEmptying)
        {
            _table.HandOn(output, Context.Options.ChunkSize);
            return;
        }
        var tuples = input.Unread[..Math.Min(input.Count, Context.Pace.Limit)];
        try
        {
            AddAll(tuples);
        }
        catch (Exception exception)
        {
            throw Context.Failure(exception, _index, null); // an aggregator must not throw
        }
        Context.CountRead(tuples.Length);
        if (input.CarriesStamps) output.Buffer.Stamp = input.UnreadStamps[tuples.Length - 1];
        input.Skip(tuples.Length);
        if (_table.Count >= MaxKeys) _table.BeginEmptying();
    }

    /// <summary>Partial results have no event time, so a watermark may overtake them.</summary>
    public override bool OnSignal(Signal signal) => signal.Kind == SignalKind.Watermark || !_table.BeginEmptying();

    public override bool OnIdle() => !_table.BeginEmptying();

    /// <summary>A loop without a handler: its mere presence would slow it.</summary>
    private void AddAll(ReadOnlySpan<KeyedTuple<TKey, TValue>> tuples)
    {
        var table = _table;
        for (var i = 0; i < tuples.Length; i++)
        {
            _index = i;
            ref readonly var tuple = ref tuples[i];
            ref TAccumulator accumulator = ref table.FindFirst(tuple.Key, tuple.Hash)!;
            if (Unsafe.IsNullRef(ref accumulator)) accumulator = ref table.FindOrInsert(tuple.Key, tuple.Hash);
            _aggregator.Add(ref accumulator, tuple.Value);
        }
    }
}
