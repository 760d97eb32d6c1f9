using LambdaSpeed.State;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>A bolt on a keyed stream, with its state and timers.</summary>
/// <remarks>Timers that are due are input: they are done with before the watermark that made them due goes on, before a barrier behind it,
/// and
/// before the next tuple is read.</remarks>
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
    private long _heldBack;     // of the bolt; known when it is open
    private StageAlarm? _alarm; // null when nothing waits for the clock
    private bool _hasTimes;     // something may be due; known when the bolt is open
    private bool _isOpen;       // Open was called, so Close has to be

    /// <summary>A keyed bolt has no tick of its own: it is for what expires in its state.</summary>
    public override TimeSpan? TickInterval => states.SweepInterval;

    public override StageAlarm? Alarm => _alarm;

    public override long LetPass(long watermark) => Watermark.HoldBack(watermark, _heldBack);

    public override bool HasInput => !input.IsEmpty || (_hasTimes && states.HasDue);

    public override ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _isOpen = true;
        bolt.Open(Context.Component, states);
        states.Freeze();
        Context.UsesClock = states.UsesClock;
        _hasTimes = states.HasTimes;
        _heldBack = bolt.HeldBack;
        if (states.HasClockTimes) _alarm = new StageAlarm(Context.Options.TimeProvider);
        return ValueTask.CompletedTask;
    }

    public override void Advance()
    {
        if (_hasTimes && states.HasDue) FireTimers();
        else ProcessTuples();
        outputs.Deliver();
        failed.Deliver();
        _alarm?.Set(states.NextClockTime);
    }

    public override bool OnSignal(Signal signal)
    {
        if (signal.Kind == SignalKind.Barrier) states.Seal(new EpochId(signal.Value).Next, publication.OldestNeeded());
        else if (signal.Kind == SignalKind.Watermark && _hasTimes) states.OnWatermark(signal.Value);
        return true;
    }

    public override bool Tick()
    {
        var isDue = false;
        if (_alarm is not null)
        {
            isDue = states.ReadClock();
            _alarm.Reset();
            if (!isDue) _alarm.Set(states.NextClockTime);
        }
        return states.Sweep() || isDue;
    }

    public override ValueTask CloseAsync()
    {
        if (_isOpen) bolt.Close();
        _isOpen = false;
        return ValueTask.CompletedTask;
    }

    private void ProcessTuples()
    {
        var tuples = input.Unread;
        var stamps = input.UnreadStamps;
        states.Fetch(tuples[..Math.Min(tuples.Length, Context.Pace.Limit)]);
        var i = 0;
        for (; i < tuples.Length && i < Context.Pace.Limit && outputs.HaveRoom; i++)
        {
            if (stamps.Length > 0) SetStamp(stamps[i]);
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
    }

    /// <summary>Tells the bolt what travels beside the tuple, and has its emits come behind the watermark that is passed on.</summary>
    private void SetStamp(TupleStamp stamp)
    {
        states.Events.Stamp = stamp;
        _emitter.SetStamp(_heldBack == 0 ? stamp : stamp with { Watermark = Watermark.HoldBack(stamp.Watermark, _heldBack) });
    }

    private void FireTimers()
    {
        var i = 0;
        for (; i < Context.Pace.Limit && outputs.HaveRoom && states.TryPeekDue(out var due, out var cell); i++)
        {
            states.Fetch(due.Key, due.Hash);
            states.BeginDue(due, cell);
            SetStamp(states.Events.Stamp);
            _emitter.Begin();
            try
            {
                bolt.OnTimer(due.Key, new TimerFiring(cell.Name, new DateTimeOffset(due.Time, TimeSpan.Zero)), _emitter);
                states.Commit();
            }
            catch (Exception exception)
            {
                _emitter.Rollback();
                states.Rollback();
                if (Context.MustFireAgain(exception, i)) break;
                states.GiveUp(due, cell);
            }
        }
        Context.CountFired(i);
    }
}
