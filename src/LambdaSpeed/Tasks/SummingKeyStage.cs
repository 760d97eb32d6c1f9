using System.Runtime.CompilerServices;
using LambdaSpeed.Codecs;
using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Tasks;

/// <summary>Takes key, hash and value from each tuple, and hands these on or adds them up and hands on the sums: whichever the
/// <see cref="SumGauge"/> finds better.</summary>
/// <remarks>Sums are handed on when there is no more input, before a signal, when they are many, and after a millisecond at the
/// latest.</remarks>
internal sealed class SummingKeyStage<T, TKey, TValue, TAccumulator, TResult, TAggregator, TSite>(
    FailedTuples<T> failed,
    TupleBuffer<T> input,
    OutputPort<KeyedTuple<TKey, TValue>> output,
    OutputPort<KeyedTuple<TKey, TAccumulator>> sums,
    SummingKeyNode<T, TKey, TValue, TAccumulator, TResult, TAggregator> node,
    StageContext view) : KeyStage<T, TKey, TValue, TSite>(failed, input, output, node)
    where TKey : notnull
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    where TSite : struct
{
    private const int MostKeys = 4096; // more would leave the cache, and the point

    private readonly PartialTable<TKey, TAccumulator> _table = new(node.Aggregator.Zero);
    private readonly TAggregator _aggregator = node.Aggregator;
    private readonly SumGauge _gauge = new(failed.Context.Options.ChunkSize);
    private readonly long _longest = failed.Context.Options.PaceClock.TimestampFrequency / 1000;
    private long _until;      // when the sums are handed on at the latest, by the clock of the processor's time
    private int _adding = -1; // the tuple that the aggregator is given; as the index

    public override bool HasInput => _table.IsEmptying || base.HasInput;

    public override void Advance()
    {
        if (_table.IsEmptying)
        {
            _table.HandOn(sums, Context.Options.ChunkSize);
        }
        else if (_gauge.IsSumming)
        {
            Sum();
        }
        else
        {
            var count = Input.Count;
            base.Advance();
            _gauge.Note(count - Input.Count);
        }
    }

    public override bool OnSignal(Signal signal) => signal.Kind == SignalKind.Watermark || BeginEmptying(isCut: true);

    public override bool OnIdle() => BeginEmptying(isCut: false);

    private void Sum()
    {
        var tuples = Input.Unread[..Math.Min(Input.Count, Context.Pace.Limit)];
        var stamps = Input.UnreadStamps;
        for (var read = 0; read < tuples.Length; read++) // one further for the tuple it failed on
        {
            read += AddSome(tuples, stamps, read);
        }
        Context.CountRead(tuples.Length);
        if (stamps.Length > 0) sums.Buffer.Stamp = stamps[tuples.Length - 1];
        Input.Skip(tuples.Length);
        Failed.Deliver();
        _gauge.Note(tuples.Length);
        var now = Context.Options.PaceClock.GetTimestamp();
        if (_until == 0) _until = now + _longest;
        if (_table.Count >= MostKeys || _gauge.IsStretchOver || now >= _until) BeginEmptying(isCut: false);
    }

    /// <summary>Adds tuples from <paramref name="start"/> on, up to the end or to one that fails and is to be skipped; says how
    /// many.</summary>
    private int AddSome(ReadOnlySpan<T> tuples, ReadOnlySpan<TupleStamp> stamps, int start)
    {
        _adding = -1;
        try
        {
            if (KeyHash.IsBuiltIn(node.Codec)) AddAll(tuples[start..], default(BuiltInKeyHash<TKey>));
            else AddAll(tuples[start..], new CodecKeyHash<TKey>(node.Codec));
            return tuples.Length - start;
        }
        catch (Exception exception) when (_adding == Index)
        {
            // An aggregator must not throw: no policy applies, and it is the view's.
            throw view.Failure(exception, start + Index, stamps.Length > 0 ? stamps[start + Index].Position : null);
        }
        catch (Exception exception)
        {
            Failed.GiveUp(exception, tuples[start + Index], start + Index, stamps);
            return Index;
        }
    }

    /// <summary>A loop without a handler: its mere presence would slow it.</summary>
    private void AddAll<THash>(ReadOnlySpan<T> tuples, THash hash)
        where THash : struct, IKeyHash<TKey>
    {
        var table = _table;
        var selectKey = KeySelector;
        var project = Projection;
        for (var i = 0; i < tuples.Length; i++)
        {
            Index = i;
            var key = selectKey(tuples[i]);
            var narrow = hash.Of(key);
            var value = ValueOf(tuples[i], project);
            _adding = i;
            ref TAccumulator accumulator = ref table.FindFirst(key, narrow)!;
            if (Unsafe.IsNullRef(ref accumulator)) accumulator = ref table.FindOrInsert(key, narrow);
            _aggregator.Add(ref accumulator, value);
        }
    }

    /// <summary>True when there is nothing to hand on.</summary>
    private bool BeginEmptying(bool isCut)
    {
        if (!_table.BeginEmptying()) return true;
        _gauge.Judge(_table.Count, isCut);
        _until = 0;
        return false;
    }
}
