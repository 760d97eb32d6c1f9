using System.Runtime.CompilerServices;
using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Views;

namespace LambdaSpeed.Tasks;

/// <summary>One task's part of a realtime view: adds each value to its key's accumulator.</summary>
internal sealed class ViewStage<TKey, TValue, TAccumulator, TResult, TAggregator>(
    StageContext context,
    TupleBuffer<KeyedTuple<TKey, TValue>> input,
    ViewPartition<TKey, TAccumulator> partition,
    EpochPublication publication,
    TAggregator aggregator) : Stage(context)
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    private readonly VersionedTable<TKey, TAccumulator> _table = partition.Table;
    private readonly TAggregator _aggregator = aggregator;
    private int _index; // the tuple of the chunk that is being added

    public override bool HasInput => !input.IsEmpty;

    public override ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        partition.Attach(Context.Component.Wake);
        return ValueTask.CompletedTask;
    }

    public override void Advance()
    {
        var tuples = input.Unread;
        try
        {
            AddAll(tuples);
        }
        catch (Exception exception)
        {
            // An aggregator must not throw: what it has half changed cannot be taken back, so no policy applies.
            _table.EndInterruptedWrite(tuples[_index].Hash);
            LogPosition? position = input.CarriesStamps ? input.UnreadStamps[_index].Position : null;
            throw Context.Failure(exception, _index, position);
        }
        Context.CountRead(tuples.Length);
        input.Clear();
    }

    /// <summary>The loop that most of a topology's time is spent in; apart from the handler, whose mere presence would slow it.</summary>
    private void AddAll(ReadOnlySpan<KeyedTuple<TKey, TValue>> tuples)
    {
        var table = _table;
        for (var i = 0; i < tuples.Length; i++)
        {
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
        if (signal.Kind == SignalKind.Barrier) _table.Seal(new EpochId(signal.Value).Next, publication.OldestNeeded());
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
