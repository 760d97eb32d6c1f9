using LambdaSpeed.State;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>A bolt on a keyed stream, with its state.</summary>
internal sealed class KeyedBoltStage<TKey, TIn, TOut>(
    FailedTuples<TIn> failed,
    TupleBuffer<KeyedTuple<TKey, TIn>> input,
    BoltOutputs<TOut> outputs,
    KeyedBolt<TKey, TIn, TOut> bolt,
    KeyedStates<TKey> states,
    EpochPublication publication) : Stage(failed.Context)
    where TKey : notnull
{
    private readonly Emitter<TOut> _emitter = outputs.Emitter;
    private bool _isOpen; // Open was called, so Close has to be

    /// <summary>A keyed bolt has no tick of its own: it is for what expires in its state.</summary>
    public override TimeSpan? TickInterval => states.SweepInterval;

    public override bool HasInput => !input.IsEmpty;

    public override ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _isOpen = true;
        bolt.Open(Context.Component, states);
        states.Freeze();
        return ValueTask.CompletedTask;
    }

    public override void Advance()
    {
        var tuples = input.Unread;
        var stamps = input.UnreadStamps;
        var i = 0;
        for (; i < tuples.Length && i < Context.Pace.Limit && outputs.HaveRoom; i++)
        {
            if (stamps.Length > 0) _emitter.SetStamp(stamps[i]);
            _emitter.Begin();
            states.Begin(tuples[i].Key, tuples[i].Hash);
            try
            {
                bolt.Execute(tuples[i].Key, tuples[i].Value, _emitter);
                states.Commit();
            }
            catch (Exception exception)
            {
                _emitter.Rollback();
                states.Rollback();
                if (failed.MustTryAgain(exception, tuples[i].Value, i, stamps)) break;
            }
        }
        Context.CountRead(i);
        input.Skip(i);
        outputs.Deliver();
        failed.Deliver();
    }

    public override bool OnSignal(Signal signal)
    {
        if (signal.Kind == SignalKind.Barrier) states.Seal(new EpochId(signal.Value).Next, publication.OldestNeeded());
        return true;
    }

    public override bool Tick() => states.Sweep();

    public override ValueTask CloseAsync()
    {
        if (_isOpen) bolt.Close();
        _isOpen = false;
        return ValueTask.CompletedTask;
    }
}
