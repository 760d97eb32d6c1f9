using System.Runtime.CompilerServices;
using LambdaSpeed.Aggregation;
using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;
using LambdaSpeed.Views;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Tasks;

/// <summary>Adds each value to the windows of its key that are not full, and puts out those that become so.</summary>
internal sealed class CountWindowStage<TKey, TValue, TAccumulator, TResult, TAggregator>(
    StageContext context,
    TupleBuffer<KeyedTuple<TKey, TValue>> input,
    OutputPort<KeyValuePair<CountWindow<TKey>, TResult>>? output,
    ViewPartition<CountWindow<TKey>, CountedSum<TAccumulator>> partition,
    VersionedTable<TKey, long> counts,
    CountWindowNode<TKey, TValue, TAccumulator, TResult, TAggregator> node,
    EpochPublication publication) : Stage(context)
    where TKey : notnull
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    private readonly VersionedTable<CountWindow<TKey>, CountedSum<TAccumulator>> _table = partition.Table;
    private readonly TAggregator _aggregator = node.Aggregator;
    private readonly Func<TAccumulator, TAccumulator>? _copy = AccumulatorCopy.Of<TAccumulator>(node.Aggregator);
    private readonly (int Size, int Every, int? Kept) _windows = (node.Settings.Size, node.Settings.Every, node.Settings.Kept);
    private int _index;    // the tuple of the chunk that is being added
    private uint _written; // the hash of the entry that is being written

    public override bool HasInput => !input.IsEmpty;

    public override ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        partition.Attach(Context.Component.Wake);
        return ValueTask.CompletedTask;
    }

    public override void Advance()
    {
        var tuples = input.Unread[..Math.Min(input.Count, Context.Pace.Limit)];
        var stamps = input.UnreadStamps;
        try
        {
            AddAll(tuples, stamps);
        }
        catch (Exception exception)
        {
            _table.EndInterruptedWrite(_written);
            throw Context.Failure(exception, _index, stamps.Length > 0 ? stamps[_index].Position : null); // an aggregator must not throw
        }
        Context.CountRead(tuples.Length);
        input.Skip(tuples.Length);
        output?.Deliver();
    }

    public override bool OnSignal(Signal signal)
    {
        if (signal.Kind == SignalKind.Barrier)
        {
            var (next, oldestNeeded) = (new EpochId(signal.Value).Next, publication.OldestNeeded());
            _table.Seal(next, oldestNeeded);
            counts.Seal(next, oldestNeeded);
        }
        else if (signal.IsLast) partition.Detach();
        return true;
    }

    public override void AnswerReads()
    {
        if (partition.HasReads) partition.AnswerReads();
    }

    public override ValueTask CloseAsync()
    {
        partition.Detach();
        return ValueTask.CompletedTask;
    }

    private void AddAll(ReadOnlySpan<KeyedTuple<TKey, TValue>> tuples, ReadOnlySpan<TupleStamp> stamps)
    {
        for (var i = 0; i < tuples.Length; i++)
        {
            _index = i;
            ref readonly var tuple = ref tuples[i];
            if (output is not null && stamps.Length > 0) output.Buffer.Stamp = stamps[i];
            var ordinal = Count(tuple.Key, tuple.Hash);
            var last = ordinal / _windows.Every;
            var first = ordinal < _windows.Size ? 0 : ((ordinal - _windows.Size) / _windows.Every) + 1;
            for (var number = first; number <= last; number++) Add(tuple, number);
        }
    }

    /// <summary>How many tuples of the key were before this one.</summary>
    private long Count(TKey key, uint hash)
    {
        ref var entry = ref counts.Touch(key, hash);
        if (Unsafe.IsNullRef(ref entry))
        {
            counts.Insert(key, hash, 1);
            return 0;
        }
        return entry.Value++;
    }

    private void Add(in KeyedTuple<TKey, TValue> tuple, long number)
    {
        var window = new CountWindow<TKey>(tuple.Key, number);
        _written = CountWindowCodec<TKey>.EntryHash(tuple.Hash, number);
        ref var entry = ref _table.Touch(window, _written);
        if (Unsafe.IsNullRef(ref entry)) entry = ref _table.Insert(window, _written, new() { Value = _aggregator.Zero() });
        VersionedTable<CountWindow<TKey>, CountedSum<TAccumulator>>.BeginWrite(ref entry);
        _aggregator.Add(ref entry.Value.Value, tuple.Value);
        entry.Value.Count++;
        VersionedTable<CountWindow<TKey>, CountedSum<TAccumulator>>.EndWrite(ref entry);
        if (entry.Value.Count < _windows.Size) return;

        if (output is { IsRead: true })
        {
            var sum = _copy is null ? entry.Value.Value : _copy(entry.Value.Value);
            output.Buffer.Add(new(window, _aggregator.Result(in sum)));
        }
        if (number >= _windows.Kept) Remove(tuple, number - _windows.Kept.Value);
    }

    private void Remove(in KeyedTuple<TKey, TValue> tuple, long number) =>
        _table.Remove(new(tuple.Key, number), CountWindowCodec<TKey>.EntryHash(tuple.Hash, number));
}
