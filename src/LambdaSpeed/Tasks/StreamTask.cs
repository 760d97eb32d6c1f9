using System.Diagnostics;
using LambdaSpeed.Edges;
using LambdaSpeed.Epochs;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>One task: a tree of fused stages behind a spout or behind edges. Advances only when stepped, and never waits.</summary>
/// <remarks>Stepped by one worker at a time; all state below is touched only by the step, unless it says otherwise.</remarks>
[DebuggerDisplay("{Name}: {_schedule}")]
internal sealed partial class StreamTask : IWakeable
{
    private readonly TimeProvider _pace;    // the processor's time
    private readonly long _longestStep;     // 1 ms of it
    private readonly ChunkDemand _demand;
    private readonly Stage[] _stages;       // senders before readers; the head first
    private readonly SpoutHead? _head;      // the head, when it is a spout
    private readonly EdgeReader[] _inputs;  // empty behind a spout
    private readonly EdgeRouter[] _routers; // of all stages
    private readonly OutputGate _gate;
    private readonly BarrierAligner? _aligner;
    private readonly TaskWatermarks? _watermarks; // null in topologies without event time
    private readonly TaskSchedule _schedule;
    private readonly IRunControl _run;
    private readonly TickSchedule _ticks;
    private readonly PauseTimer _pause;

    private Signal _signal;           // being passed through the stages; its kind is None when there is none
    private int _signalStage;         // the stage that the signal has reached
    private int _idleStage;           // the stage up to which idleness was told
    private int _lastInput;           // the input read last: the next is tried first
    private volatile bool _isAbandoned; // set once, by any thread
    private long _now;                // timestamp of the system's clock when the step last looked
    private bool _isSourceEnded;      // nothing more will be read
    private bool _endedByStop;        // some input was stopped rather than at its end
    private long _notedEpoch = -1;    // the epoch for which activity was noted
    private int _waitingStage = -1;   // the stage in which a tuple waits to be tried again; -1 when none does

    public StreamTask(
        int id, string name, Stage[] stages, EdgeReader[] inputs, EdgeRouter[] routers, OutputGate gate, TaskSchedule schedule,
        IRunControl run, EpochId published, bool alignsBarriers, TaskWatermarks? watermarks = null)
    {
        _watermarks = watermarks;
        Id = id;
        Name = name;
        _stages = stages;
        _ticks = new TickSchedule(stages, Wake);
        _pause = new PauseTimer(Wake);
        _head = stages[0] is SpoutStage spout ? new SpoutHead(spout, published) : null;
        _inputs = inputs;
        _routers = routers;
        _gate = gate;
        _schedule = schedule;
        _run = run;
        _pace = stages[0].Context.Options.PaceClock;
        Barriers = new BarrierMeter(_pace);
        _longestStep = _pace.TimestampFrequency / 1000;
        _demand = new ChunkDemand(stages[0].Context, inputs, _pace);
        _aligner = inputs.Length > 0 ? new BarrierAligner(inputs.Length, alignsBarriers) : null;
    }

    /// <summary>The number within the run, from 0.</summary>
    public int Id { get; }

    /// <summary>Its components, joined by a plus sign.</summary>
    public string Name { get; }

    public IReadOnlyList<Stage> Stages => _stages;

    /// <summary>The spout at the head; null for a task that reads edges.</summary>
    public SpoutHead? Spout => _head;

    public TaskSchedule Schedule => _schedule;

    /// <summary>After <see cref="Progress.Paused"/>: how long nothing is due.</summary>
    public TimeSpan Pause { get; private set; }

    public void Wake() => _schedule.Wake();

    /// <summary>Wakes the task when its <see cref="Pause"/> is over.</summary>
    public void WakeAfterPause(TimeProvider clock) => _pause.Set(clock, Pause);

    /// <summary>How far event time has come; <see cref="Watermark.None"/> where there is none. Any thread.</summary>
    public long EventTime => _watermarks?.Shown ?? Watermark.None;

    /// <summary>How long full edges have kept the task from working.</summary>
    public BlockedMeter Blocked { get; } = new();

    /// <summary>What the barrier passed last took. For the step, and for whom it tells.</summary>
    public BarrierMeter Barriers { get; }

    /// <summary>The run is given up: the task is to do nothing more. Any thread.</summary>
    public void Abandon() => _isAbandoned = true;

    /// <summary>The run is to end: no stage holds that up. Any thread; the task is to be woken.</summary>
    public void AskEnd(SignalKind kind)
    {
        foreach (var stage in _stages) stage.AskEnd(kind);
    }

    /// <summary>Advances the task by at most <paramref name="budget"/> chunks, for about a millisecond at most.</summary>
    public Progress Step(int budget)
    {
        foreach (var stage in _stages) stage.AnswerReads();
        _now = _pace.GetTimestamp();
        var until = _now + _longestStep;
        while (true)
        {
            if (_gate.IsClosed && !TrySendKept()) return Held(Progress.Blocked);
            if (_isAbandoned) return Progress.OutOfInput;
            if (budget-- <= 0) return Progress.HasMore;
            if (_now >= until) return HandOn(isIdle: false);
            if (TryAdvanceStage()) continue;
            if (_waitingStage >= 0)
            {
                _idleStage = Math.Max(_idleStage, _waitingStage + 1); // those before it have something left
                if (BecomeIdle()) return Held(Progress.Paused);
                continue;
            }
            if (_watermarks is { HasNews: true } watermarks && _signalStage == 0)
            {
                watermarks.Pass();
                continue;
            }
            if (_signal.Kind != SignalKind.None)
            {
                if (TryPassSignal() || !BecomeIdle()) continue;
                return Progress.OutOfInput;
            }
            if (_isSourceEnded) return Progress.Ended;
            NoteReading();
            if (_ticks.IsDue) Tick();
            else if (_head is not null)
            {
                if (TryReadSpout(out var rest)) continue;
                if (BecomeIdle()) return rest;
            }
            else if (!TryReadInputs() && BecomeIdle()) return Progress.OutOfInput;
        }
    }

    /// <summary>Advances the hindmost stage that has input: whatever it hands on finds empty buffers behind it. Unless a tuple waits there
    /// to be tried again: then nothing before it goes on.</summary>
    private bool TryAdvanceStage()
    {
        _waitingStage = -1;
        for (var i = _stages.Length - 1; i >= _signalStage; i--) // a stage that a signal has passed waits until it is on the edges
        {
            if (!_stages[i].HasInput) continue;
            if (MustWait(i)) return false;
            var context = _stages[i].Context;
            var read = context.TuplesRead;
            TaskFailures.Call(_stages[i], static stage => stage.Advance());
            var now = _pace.GetTimestamp();
            context.Pace.Note(now - _now, context.TuplesRead - read);
            _demand.NoteWork(now - _now);
            _now = now;
            _idleStage = 0;
            return true;
        }
        return false;
    }

    private bool MustWait(int stage)
    {
        var left = _stages[stage].Context.RetryTimeLeft();
        if (left == TimeSpan.Zero) return false;

        (_waitingStage, Pause) = (stage, left);
        return true;
    }

    /// <summary>Passes the signal to the next stage, or on to the edges when all have had it; false when a stage keeps it.</summary>
    private bool TryPassSignal()
    {
        if (_signalStage < _stages.Length)
        {
            if (_stages[_signalStage].LetPass(_signal) is not { Kind: not SignalKind.None } let) return false;
            _signal = let;
            if (_stages[_signalStage].OnSignal(_signal)) _signalStage++;
            return true;
        }
        foreach (var router in _routers) router.Signal(_signal);
        var passed = _signal;
        _signal = default;
        _signalStage = 0;
        _isSourceEnded = passed.IsLast;
        if (passed.IsLast) return true;
        Barriers.Pass();
        _run.Acknowledge(this, new EpochId(passed.Value));
        if (_aligner is null) return true;
        _aligner.Release();
        if (_aligner.HasEnded) BeginSignal(_endedByStop ? Signal.Stop : Signal.End);
        return true;
    }

    private void BeginSignal(Signal signal)
    {
        _signal = signal;
        _signalStage = 0;
        _idleStage = 0;
        if (signal.Kind == SignalKind.Barrier) Barriers.Begin();
        if (signal.Kind == SignalKind.End) _watermarks?.Finish();
    }

    private bool TryReadSpout(out Progress rest)
    {
        _demand.Next();
        var turn = _head!.Turn(_demand.Limit, out var signal);
        if (_head.Emitted > 0)
        {
            NoteActivity();
            _run.NoteTuples(_head.Emitted, _head.EmittedBytes);
        }
        rest = turn == SpoutTurn.Paused ? Progress.Paused : Progress.OutOfInput;
        Pause = _head.Pause;
        if (turn == SpoutTurn.Signalled) BeginSignal(signal);
        if (turn == SpoutTurn.Ready) _idleStage = 0;
        return turn is SpoutTurn.Signalled or SpoutTurn.Ready;
    }

    /// <summary>Reads one message from the inputs in turn, leaving out those whose barrier has arrived.</summary>
    private bool TryReadInputs()
    {
        var mayTake = _stages[0].HasRoom;
        for (var i = 1; i <= _inputs.Length; i++)
        {
            var input = (_lastInput + i) % _inputs.Length;
            if (!_aligner!.MayRead(input) || !_inputs[input].HasRoom || !(mayTake || _inputs[input].IsSignalNext)) continue;
            if (!_inputs[input].TryRead(out var signal, out var watermark)) continue;

            _lastInput = input;
            _idleStage = 0;
            _demand.Next();
            if (watermark != Watermark.None) _watermarks!.Observe(input, watermark);
            Observe(input, signal);
            return true;
        }
        return false;
    }

    private void Observe(int input, Signal signal)
    {
        switch (signal.Kind)
        {
            case SignalKind.Barrier:
                Barriers.Arrive();
                if (_aligner!.Observe(input, new EpochId(signal.Value))) BeginSignal(signal);
                break;
            case SignalKind.End or SignalKind.Stop:
                _endedByStop |= signal.Kind == SignalKind.Stop;
                _watermarks?.End(input, isStop: signal.Kind == SignalKind.Stop);
                if (_aligner!.End(input)) BeginSignal(Signal.Barrier(_aligner.Pending));
                else if (_aligner.HasEnded) BeginSignal(_endedByStop ? Signal.Stop : Signal.End);
                break;
            default:
                if (signal.Kind == SignalKind.None) break;
                throw new InvariantViolationException($"task {Name} cannot pass on a signal of kind {signal.Kind}");
        }
    }

    /// <summary>Tells the stages, then the edges, that no more input is coming for now; true when none of them had anything left.</summary>
    private bool BecomeIdle()
    {
        while (_idleStage < _stages.Length && _stages[_idleStage].OnIdle()) _idleStage++;
        if (_idleStage < _stages.Length) return false;
        HandOn(isIdle: true);
        return !_gate.IsClosed || TrySendKept();
    }

    /// <summary>Sends on what has been gathered, however little: nothing more comes for now, or others get their turn.</summary>
    private Progress HandOn(bool isIdle)
    {
        foreach (var router in _routers) router.Flush(isIdle);
        return Progress.HasMore;
    }

    private void Tick()
    {
        var happened = false;
        foreach (var stage in _ticks.TakeDue()) TaskFailures.Call(stage, due => happened |= due.Tick());
        if (happened) NoteActivity();
        _idleStage = 0;
    }

    private void NoteActivity()
    {
        if (_head is not null && _notedEpoch == _head.LastBarrier) return;
        _notedEpoch = _head?.LastBarrier ?? 0;
        _run.NoteActivity();
    }

    private bool TrySendKept()
    {
        foreach (var router in _routers) router.TrySendKept();
        return !_gate.IsClosed;
    }
}
