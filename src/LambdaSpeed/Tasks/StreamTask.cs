using System.Diagnostics;
using LambdaSpeed.Edges;
using LambdaSpeed.Epochs;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>One task: a tree of fused stages behind a spout or behind edges. Advances only when stepped, and never waits.</summary>
/// <remarks>Stepped by one worker at a time; all state below is touched only by the step, unless it says otherwise.</remarks>
[DebuggerDisplay("{Name}: {_schedule}")]
internal sealed class StreamTask : IWakeable
{
    private readonly Stage[] _stages;       // senders before readers; the head first
    private readonly SpoutStage? _spout;    // the head, when it is a spout
    private readonly EdgeReader[] _inputs;  // empty behind a spout
    private readonly EdgeRouter[] _routers; // of all stages
    private readonly OutputGate _gate;
    private readonly BarrierAligner? _aligner;
    private readonly TaskSchedule _schedule;
    private readonly IRunControl _run;
    private readonly TickSchedule _ticks;

    private Signal _signal;           // being passed through the stages; its kind is None when there is none
    private int _signalStage;         // the stage that the signal has reached
    private int _idleStage;           // the stage up to which idleness was told
    private int _lastInput;           // the input read last: the next is tried first
    private bool _isSourceEnded;      // nothing more will be read
    private bool _endedByStop;        // some input was stopped rather than at its end
    private long _lastBarrier;        // the newest epoch whose barrier this spout task has sent
    private long _notedEpoch = -1;    // the epoch for which activity was noted
    private long _requestedBarrier;   // the newest epoch whose barrier is asked for; written by any thread
    private int _requestedStop;       // a SignalKind; written by any thread
    private ITimer? _pauseTimer;      // wakes a paused spout; created when first needed
    private Worker _home = null!;     // set before the run starts; then by whoever queues or takes the task

    public StreamTask(
        int id, string name, Stage[] stages, EdgeReader[] inputs, EdgeRouter[] routers, OutputGate gate, TaskSchedule schedule,
        IRunControl run, EpochId published)
    {
        Id = id;
        Name = name;
        _stages = stages;
        _ticks = new TickSchedule(stages, Wake);
        _spout = stages[0] as SpoutStage;
        _inputs = inputs;
        _routers = routers;
        _gate = gate;
        _schedule = schedule;
        _run = run;
        _aligner = inputs.Length > 0 ? new BarrierAligner(inputs.Length) : null;
        _lastBarrier = published.Number;
        _requestedBarrier = published.Number;
    }

    /// <summary>The number within the run, from 0.</summary>
    public int Id { get; }

    /// <summary>The components of the task, joined by a plus sign.</summary>
    public string Name { get; }

    public IReadOnlyList<Stage> Stages => _stages;

    public bool IsSpout => _spout is not null;

    public TaskSchedule Schedule => _schedule;

    /// <summary>The worker where the task is queued. Set by the pool; a stale value costs a cache miss, never a task.</summary>
    public Worker Home
    {
        get => Volatile.Read(ref _home);
        set => Volatile.Write(ref _home, value);
    }

    /// <summary>After <see cref="Progress.Paused"/>: how long nothing is due.</summary>
    public TimeSpan Pause { get; private set; }

    public void Wake() => _schedule.Wake();

    /// <summary>Wakes the task when its <see cref="Pause"/> is over.</summary>
    public void WakeAfterPause(TimeProvider clock)
    {
        _pauseTimer ??= clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var pause = TimeSpan.FromTicks(Math.Clamp(Pause.Ticks, TimeSpan.TicksPerMillisecond, ComponentOptions.LongestTime.Ticks));
        _pauseTimer.Change(pause, Timeout.InfiniteTimeSpan); // an early wake does no harm
    }

    /// <summary>Has each stage ticked that has a tick interval.</summary>
    public void StartTicking(TimeProvider clock) => _ticks.Start(clock);

    /// <summary>Stops the timers; the task is not stepped any more.</summary>
    public void StopTimers()
    {
        _pauseTimer?.Dispose();
        _ticks.Stop();
    }

    /// <summary>How long full edges have kept the task from working.</summary>
    public BlockedMeter Blocked { get; } = new();

    /// <summary>Asks a spout task for a barrier. Any thread.</summary>
    public void RequestBarrier(EpochId epoch)
    {
        Volatile.Write(ref _requestedBarrier, epoch.Number);
        Wake();
    }

    /// <summary>Asks a spout task to end, either at what is treated as its end or at a stop. Any thread.</summary>
    public void RequestStop(SignalKind kind)
    {
        Interlocked.CompareExchange(ref _requestedStop, (int)kind, (int)SignalKind.None);
        Wake();
    }

    /// <summary>Advances the task by at most <paramref name="budget"/> chunks.</summary>
    public Progress Step(int budget)
    {
        foreach (var stage in _stages) stage.AnswerReads();
        while (true)
        {
            if (_gate.IsClosed && !TrySendKept()) return Progress.Blocked;
            if (budget-- <= 0) return Progress.HasMore;
            if (TryAdvanceStage()) continue;
            if (_signal.Kind != SignalKind.None)
            {
                PassSignal();
                continue;
            }
            if (_isSourceEnded) return Progress.Ended;
            if (_ticks.IsDue) Tick();
            else if (_spout is not null)
            {
                if (TryReadSpout(out var rest)) continue;
                if (BecomeIdle()) return rest;
            }
            else if (!TryReadInputs() && BecomeIdle()) return Progress.OutOfInput;
        }
    }

    /// <summary>Advances the hindmost stage that has input: whatever it hands on finds empty buffers behind it.</summary>
    private bool TryAdvanceStage()
    {
        for (var i = _stages.Length - 1; i >= 0; i--)
        {
            if (!_stages[i].HasInput) continue;
            TaskFailures.Call(_stages[i], static stage => stage.Advance());
            _idleStage = 0;
            return true;
        }
        return false;
    }

    /// <summary>Passes the signal to the next stage, or on to the edges when all stages have had it.</summary>
    private void PassSignal()
    {
        if (_signalStage < _stages.Length)
        {
            if (_stages[_signalStage].OnSignal(_signal)) _signalStage++;
            return;
        }
        foreach (var router in _routers) router.Signal(_signal);
        var passed = _signal;
        _signal = default;
        _signalStage = 0;
        if (passed.IsLast)
        {
            _isSourceEnded = true;
            return;
        }
        _run.Acknowledge(this, new EpochId(passed.Value));
        if (_aligner is null) return;
        _aligner.Release();
        if (_aligner.HasEnded) BeginSignal(_endedByStop ? Signal.Stop : Signal.End);
    }

    private void BeginSignal(Signal signal)
    {
        _signal = signal;
        _signalStage = 0;
        _idleStage = 0;
    }

    private bool TryReadSpout(out Progress rest)
    {
        rest = Progress.OutOfInput;
        var requested = Volatile.Read(ref _requestedBarrier);
        if (requested > _lastBarrier)
        {
            _lastBarrier = requested;
            BeginSignal(Signal.Barrier(new EpochId(requested)));
            return true;
        }
        var stop = (SignalKind)Volatile.Read(ref _requestedStop);
        if (stop != SignalKind.None)
        {
            BeginSignal(new Signal(stop, 0));
            return true;
        }
        var status = _spout!.Pull(out var count);
        if (count > 0) NoteActivity();
        switch (status.Kind)
        {
            case SpoutStatusKind.Ended:
                BeginSignal(Signal.End);
                return true;
            case SpoutStatusKind.Paused when count == 0:
                Pause = status.Delay;
                rest = Progress.Paused;
                return false;
            case SpoutStatusKind.Idle when count == 0:
                return false;
            default:
                _idleStage = 0;
                return true; // ready; or something was emitted, so ask again once it is processed
        }
    }

    /// <summary>Reads one message from the inputs in turn, leaving out those whose barrier has arrived.</summary>
    private bool TryReadInputs()
    {
        for (var i = 1; i <= _inputs.Length; i++)
        {
            var input = (_lastInput + i) % _inputs.Length;
            if (!_aligner!.MayRead(input) || !_inputs[input].HasRoom || !_inputs[input].TryRead(out var signal)) continue;

            _lastInput = input;
            _idleStage = 0;
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
                if (_aligner!.Observe(input, new EpochId(signal.Value))) BeginSignal(signal);
                break;
            case SignalKind.End or SignalKind.Stop:
                _endedByStop |= signal.Kind == SignalKind.Stop;
                if (_aligner!.End(input)) BeginSignal(Signal.Barrier(_aligner.Pending));
                else if (_aligner.HasEnded) BeginSignal(_endedByStop ? Signal.Stop : Signal.End);
                break;
            case SignalKind.None:
                break;
            default:
                throw new InvariantViolationException($"task {Name} cannot pass on a signal of kind {signal.Kind}");
        }
    }

    /// <summary>Tells the stages, then the edges, that no more input is coming for now; true when none of them had anything left.</summary>
    private bool BecomeIdle()
    {
        for (; _idleStage < _stages.Length; _idleStage++)
        {
            if (!_stages[_idleStage].OnIdle()) return false;
        }
        foreach (var router in _routers) router.Flush();
        return !_gate.IsClosed || TrySendKept();
    }

    private void Tick()
    {
        foreach (var stage in _ticks.TakeDue()) TaskFailures.Call(stage, static stage => stage.Tick());
        NoteActivity();
        _idleStage = 0;
    }

    private void NoteActivity()
    {
        if (_notedEpoch == _lastBarrier && _spout is not null) return;
        _notedEpoch = _lastBarrier;
        _run.NoteActivity();
    }

    private bool TrySendKept()
    {
        foreach (var router in _routers) router.TrySendKept();
        return !_gate.IsClosed;
    }
}
