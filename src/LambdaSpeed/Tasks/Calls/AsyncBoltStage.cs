using LambdaSpeed.Codecs;
using LambdaSpeed.Diagnostics;
using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Tasks.Calls;

/// <summary>A bolt whose calls complete later. Holds tuples until their results are handed on; what it holds when an epoch ends is part of
/// the epoch, so that no barrier waits for a call.</summary>
/// <remarks>Always at the head of its task. A chunk that comes in is held at once, whole: so what stands before a signal is held when it
/// passes.</remarks>
internal sealed class AsyncBoltStage<TIn, TOut> : Stage
{
    private readonly FailedTuples<TIn> _failed;
    private readonly TupleBuffer<TIn> _input;
    private readonly BoltOutputs<TOut> _outputs;
    private readonly AsyncBolt<TIn, TOut> _bolt;
    private readonly AsyncOptions _options;
    private readonly Func<TIn, uint>? _keyHash;
    private readonly TaskSection<KeptTuple<TIn>[]> _kept;
    private readonly RunAssembly _run;
    private readonly CallCounters _counters;
    private readonly HeldTuples<TIn, TOut> _held;
    private readonly AsyncCalls<TIn, TOut> _calls;
    private readonly PriorityQueue<HeldTuple<TIn, TOut>, (TimeSpan Due, long Ordinal)> _delayed = new(); // to be tried again
    private readonly PauseTimer _timer;

    private TimeSpan _dueAt = TimeSpan.MaxValue;  // when the timer comes, in the stage's time; MaxValue when it is not set
    private volatile bool _isDue;                 // the timer has come, or the run is to end; any thread sets it
    private long _stopDue = long.MaxValue;        // ticks of the stage's time when a stop waits no longer; any thread writes it, once
    private bool _isGivenUp;                      // a stop waits no longer: no call is made any more
    private long _watermark;                      // the newest that has come; None when none has
    private KeptTuple<TIn>[] _lastKept = [];      // what was held when an epoch ended last
    private bool _hasChanged;                     // other tuples are held since then
    private bool _hasNoted;                       // it was told that the open epoch has something to publish
    private EpochId _open;                        // the epoch that is being read
    private bool _isOpen;                         // OpenAsync was called, so the bolt has to be closed

    public AsyncBoltStage(
        FailedTuples<TIn> failed, TupleBuffer<TIn> input, BoltOutputs<TOut> outputs, AsyncBolt<TIn, TOut> bolt,
        AsyncBoltNode<TIn, TOut> node, TaskSection<KeptTuple<TIn>[]> kept, RunAssembly run)
        : base(failed.Context)
    {
        _failed = failed;
        _input = input;
        _outputs = outputs;
        _bolt = bolt;
        _options = node.Calls;
        _keyHash = node.KeyHash;
        _kept = kept;
        _run = run;
        _open = run.State.Published.Next;
        _counters = Context.CountCalls();
        _held = new HeldTuples<TIn, TOut>(isInOrder: _keyHash is null && _options.Order == AsyncOrder.Input);
        _calls = new AsyncCalls<TIn, TOut>(Context, bolt, outputs.Emitter, _options.Timeout);
        _timer = new PauseTimer(Look);
    }

    public override bool HasInput =>
        !_input.IsEmpty || _calls.HasCompleted || _isDue || _held.Next is not null || (MayBegin && _held.HasReady);

    public override bool HasRoom => _isGivenUp || _held.Count + _options.ChunkLength <= _options.Capacity;

    private bool MayBegin => !_isGivenUp && _calls.Count < _options.MaxConcurrency;

    public override ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _isOpen = true;
        return _bolt.OpenAsync(Context.Component, cancellationToken);
    }

    /// <summary>Holds again what the start before, or the attempt before, held; where there were other tasks, they share it out.</summary>
    public void Restore()
    {
        foreach (var (task, tuples) in _kept.Former.OrderBy(former => former.Key))
        {
            foreach (var kept in tuples)
            {
                var key = KeyOf(kept.Tuple, out var failure);
                if (OwnerOf(task, key) != Context.Component.TaskIndex) continue;

                _held.Admit(kept.Tuple, kept.Stamp, Context.TuplesRead, Watermark.None, key, failure);
                Context.CountRead(1);
                _hasChanged = true;
            }
        }
    }

    public override void Advance()
    {
        TakeCompleted();
        if (_isDue) MeetDue();
        TakeIn();
        HandOn();
        BeginCalls();
        _outputs.Deliver();
        _failed.Deliver();
        SetTimer();
        _counters.Show(_held.Count, _calls.Count);
    }

    public override Signal LetPass(Signal signal)
    {
        if (!signal.IsLast || _held.Count == 0) return signal;
        return _isGivenUp ? Signal.Stop : default; // with tuples left it is no end
    }

    public override long LetPass(long watermark)
    {
        if (Watermark.TimeOf(watermark) is > Watermark.None and var time) _watermark = time;
        return _held.Oldest is { } oldest ? oldest.Watermark : watermark;
    }

    public override bool OnSignal(Signal signal)
    {
        if (signal.Kind == SignalKind.Watermark) return true;

        if (_hasChanged) _lastKept = _held.ToKept();
        _hasChanged = false;
        _hasNoted = false;
        _kept.Seal(Context.Component.TaskIndex, _open, _run.Publication.OldestNeeded(), _lastKept);
        if (signal.Kind == SignalKind.Barrier) _open = new EpochId(signal.Value).Next;
        return true;
    }

    public override void AskEnd(SignalKind kind)
    {
        base.AskEnd(kind);
        var due = (Context.Now() + _options.StopPatience).Ticks;
        if (kind == SignalKind.Stop) Interlocked.CompareExchange(ref _stopDue, due, long.MaxValue);
        _isDue = true; // the task is woken by who asks
    }

    public override async ValueTask CloseAsync()
    {
        _timer.Stop();
        if (!_isOpen) return;

        _isOpen = false;
        await _calls.CloseAsync().ConfigureAwait(false);
        await _bolt.CloseAsync().ConfigureAwait(false);
    }

    private void TakeCompleted()
    {
        while (_calls.TryTakeCompleted(out var call)) Settle(call);
    }

    /// <summary>Sees to what time has brought: calls that have taken too long, tuples to be tried again, a stop that has waited
    /// enough.</summary>
    private void MeetDue()
    {
        _isDue = false;
        _dueAt = TimeSpan.MaxValue;
        var now = Context.Now();
        while (_calls.TryTakeOverdue(now, out var late))
        {
            _counters.CountTimedOut();
            Fail(late, new TimeoutException(
                $"The call had not completed after {_options.Timeout} and was cancelled. Remedy: make it faster, or raise " +
                $"{nameof(AsyncOptions)}.{nameof(AsyncOptions.Timeout)}."));
        }
        while (_delayed.TryPeek(out var held, out var at) && (at.Due <= now || Context.Retry.IsHurried))
        {
            _delayed.Dequeue();
            _held.MakeReady(held);
        }
        if (Volatile.Read(ref _stopDue) <= now.Ticks && !_isGivenUp) GiveUp();
    }

    /// <summary>A stop waits no longer: what is held stays so, and goes into the last epoch.</summary>
    private void GiveUp()
    {
        _isGivenUp = true;
        _calls.LeaveAllBehind();
        if (_held.Count == 0) return;
        LogMessages.CallsGivenUp(
            Context.Component.Logger, Context.Component.Component, Context.Component.TaskIndex, _held.Count);
    }

    private void TakeIn()
    {
        var tuples = _input.Unread;
        if (tuples.Length == 0) return;

        var stamps = _input.UnreadStamps;
        for (var i = 0; i < tuples.Length; i++)
        {
            var key = KeyOf(tuples[i], out var failure);
            _held.Admit(tuples[i], stamps.Length > 0 ? stamps[i] : default, Context.TuplesRead + i, _watermark, key, failure);
        }
        Context.CountRead(tuples.Length);
        _input.Clear();
        _hasChanged = true;
    }

    /// <summary>Hands on the results of those whose turn it is, while the outputs have room.</summary>
    private void HandOn()
    {
        while (_outputs.HaveRoom && _held.Next is { } held)
        {
            if (held.Completed is { } call)
            {
                _outputs.Emitter.SetStamp(held.Stamp);
                call.Output.MoveTo(_outputs.Emitter);
                _calls.Recycle(call);
            }
            else
            {
                LogPosition? position = _input.CarriesStamps ? held.Stamp.Position : null;
                var failure = Context.Failure(held.Failure!, held.Ordinal, Math.Max(1, held.Failures), position);
                _failed.GiveUp(failure, held.Tuple, held.Stamp);
            }
            _held.RemoveNext();
            _hasChanged = true;
            if (!_hasNoted) _run.NoteActivity();
            _hasNoted = true;
        }
    }

    private void BeginCalls()
    {
        for (var left = Context.Pace.Limit; left > 0 && MayBegin && _held.HasReady && _outputs.HaveRoom; left--)
        {
            if (!_calls.BeginOrAwait(_held.TakeReady(), out var completed)) continue;

            Settle(completed);
            HandOn();
        }
    }

    /// <summary>A call has completed.</summary>
    private void Settle(AsyncCall<TIn, TOut> call)
    {
        var held = call.For!;
        if (call.TakeOutcome() is { } failure)
        {
            _calls.Recycle(call);
            Fail(held, failure);
            return;
        }
        _counters.CountCompleted();
        held.Completed = call;
        _held.Finish(held);
    }

    private void Fail(HeldTuple<TIn, TOut> held, Exception exception)
    {
        held.Failures++;
        if (exception is InvariantViolationException || Context.RetryAfter(exception, held.Ordinal, held.Failures) is not { } delay)
        {
            held.Failure = exception;
            _held.Finish(held);
        }
        else if (delay == TimeSpan.Zero) _held.MakeReady(held);
        else _delayed.Enqueue(held, (Context.Now() + delay, held.Ordinal));
    }

    private void SetTimer()
    {
        var due = _calls.FirstDeadline;
        if (_delayed.TryPeek(out _, out var again) && again.Due < due) due = again.Due;
        if (!_isGivenUp) due = TimeSpan.FromTicks(Math.Min(due.Ticks, Volatile.Read(ref _stopDue)));
        if (due >= _dueAt) return;

        _dueAt = due;
        _timer.Set(Context.Options.TimeProvider, due - Context.Now());
    }

    private void Look()
    {
        _isDue = true;
        Context.Component.Wake();
    }

    /// <summary>The hash of a tuple's key; 0 when it has none, or the user's code throws.</summary>
    private uint KeyOf(TIn tuple, out Exception? failure)
    {
        failure = null;
        try
        {
            return _keyHash?.Invoke(tuple) ?? 0;
        }
        catch (Exception exception)
        {
            failure = exception;
            return 0;
        }
    }

    private int OwnerOf(int formerTask, uint key)
    {
        var tasks = Context.Component.TaskCount;
        var groups = Context.Options.KeyGroups;
        return key == 0 ? formerTask % tasks : KeyGroups.TaskOf(KeyGroups.GroupOf(key, groups), groups, tasks);
    }
}
