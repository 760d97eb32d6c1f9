using System.Runtime.CompilerServices;
using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Views;

namespace LambdaSpeed.Tasks;

/// <summary>One task's part of a realtime view: adds each value to its key's accumulator, and merges the sums that senders have added up
/// already.</summary>
internal sealed class ViewStage<TKey, TValue, TAccumulator, TResult, TAggregator>(
    StageContext context,
    TupleBuffer<KeyedTuple<TKey, TValue>> input,
    TupleBuffer<KeyedTuple<TKey, TAccumulator>>? sums,
    ViewPartition<TKey, TAccumulator> partition,
    EpochPublication publication,
    TAggregator aggregator) : Stage(context)
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    private const int Ahead = VersionedTable<TKey, TAccumulator>.Ahead;

    private readonly TAggregator _aggregator = aggregator;
    private VersionedTable<TKey, TAccumulator> _table = partition.Table; // of the open slice
    private int _index; // the tuple of the chunk that is being added

    public override bool HasInput => !input.IsEmpty || sums is { IsEmpty: false };

    public override ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        partition.Attach(Context.Component.Wake);
        return ValueTask.CompletedTask;
    }

    public override void Advance()
    {
        if (input.IsEmpty)
        {
            Merge(sums!);
            return;
        }
        var tuples = input.Unread;
        partition.Keys?.Fetch(tuples);
        try
        {
            AddAll(tuples);
        }
        catch (Exception exception)
        {
            throw Failed(exception, tuples[_index].Hash, input.UnreadStamps);
        }
        Context.CountRead(tuples.Length);
        input.Clear();
    }

    private void Merge(TupleBuffer<KeyedTuple<TKey, TAccumulator>> partial)
    {
        var tuples = partial.Unread;
        partition.Keys?.Fetch(tuples);
        try
        {
            MergeAll(tuples);
        }
        catch (Exception exception)
        {
            throw Failed(exception, tuples[_index].Hash, partial.UnreadStamps);
        }
        Context.CountRead(tuples.Length);
        partial.Clear();
    }

    /// <summary>An aggregator must not throw: what it has half changed cannot be taken back, so no policy applies.</summary>
    private TupleFailedException Failed(Exception exception, uint hash, ReadOnlySpan<TupleStamp> stamps)
    {
        _table.EndInterruptedWrite(hash);
        return Context.Failure(exception, _index, stamps.Length > 0 ? stamps[_index].Position : null);
    }

    private void MergeAll(ReadOnlySpan<KeyedTuple<TKey, TAccumulator>> tuples)
    {
        var table = _table;
        var lastAhead = table.OutgrowsCache ? tuples.Length - Ahead : 0;
        for (var i = 0; i < tuples.Length; i++)
        {
            if (i < lastAhead) table.Prefetch(tuples[i + Ahead].Hash, tuples[i + (Ahead / 2)].Hash);
            _index = i;
            ref readonly var tuple = ref tuples[i];
            ref var entry = ref table.Touch(tuple.Key, tuple.Hash);
            if (Unsafe.IsNullRef(ref entry)) entry = ref table.Insert(tuple.Key, tuple.Hash, _aggregator.Zero());
            VersionedTable<TKey, TAccumulator>.BeginWrite(ref entry);
            _aggregator.Merge(ref entry.Value, in tuple.Value);
            VersionedTable<TKey, TAccumulator>.EndWrite(ref entry);
        }
    }

    /// <summary>The loop that most of a topology's time is spent in; apart from the handler, whose mere presence would slow it.</summary>
    private void AddAll(ReadOnlySpan<KeyedTuple<TKey, TValue>> tuples)
    {
        var table = _table;
        var lastAhead = table.OutgrowsCache ? tuples.Length - Ahead : 0;
        for (var i = 0; i < tuples.Length; i++)
        {
            if (i < lastAhead) table.Prefetch(tuples[i + Ahead].Hash, tuples[i + (Ahead / 2)].Hash);
            _index = i;
            ref readonly var tuple = ref tuples[i];
            ref var entry = ref table.Touch(tuple.Key, tuple.Hash);
            if (Unsafe.IsNullRef(ref entry)) entry = ref table.Insert(tuple.Key, tuple.Hash, _aggregator.Zero());
            VersionedTable<TKey, TAccumulator>.BeginWrite(ref entry);
            _aggregator.Add(ref entry.Value, tuple.Value);
            VersionedTable<TKey, TAccumulator>.EndWrite(ref entry);
        }
    }

    public override bool OnSignal(Signal signal)
    {
        if (signal.Kind == SignalKind.Barrier)
        {
            if (partition.Seal(new EpochId(signal.Value), publication.OldestNeeded())) _table = partition.Table;
        }
        else if (signal.IsLast) partition.Detach(); // this task is not stepped again, though the run may go on: readers help themselves
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
}
