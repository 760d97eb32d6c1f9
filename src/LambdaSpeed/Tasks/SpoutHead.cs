using LambdaSpeed.Components;
using LambdaSpeed.Epochs;
using LambdaSpeed.Sources;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>The spout at the head of a task: what is asked of it, what it answers, and where it stands.</summary>
/// <remarks>Requests come from any thread; turns are taken by the owning task's step alone.</remarks>
internal sealed class SpoutHead(SpoutStage stage, EpochId published)
{
    private long _sent = published.Number;      // the newest epoch whose barrier was taken; the step writes it
    private long _requested = published.Number; // the newest epoch whose barrier is asked for; any thread writes it
    private int _holds;                         // HoldReasons for reading nothing now; any thread writes them
    private long _bytesRead;                    // by the spout so far; the step writes it
    private int _stop;                          // a SignalKind; any thread writes it, once
    private int _asksAccepted;                  // 1: what the spout has accepted belongs before the next barrier; any thread sets it
    private SignalKind _kindOfEnd = SignalKind.End; // what the end of the source is; of one that is read up to a cut, a stop
    private int _owed;                          // tuples to be emitted before the barrier that is asked for; the step's
    private long _owedFor;                      // the barrier for which they were counted: once, so that it comes; the step's

    /// <summary>The spout as one that can be read again; null when it has no positions.</summary>
    public IPositionedSpout? Positioned => stage.Positioned;

    /// <summary>Where the spout goes on reading after the barrier passed last, or after its end; null before, and without
    /// positions.</summary>
    public SpoutPositions? Positions { get; private set; }

    /// <summary>The newest epoch whose barrier was taken.</summary>
    public long LastBarrier => _sent;

    /// <summary>How long nothing is due, after a paused turn.</summary>
    public TimeSpan Pause { get; private set; }

    /// <summary>Tuples emitted by the last turn.</summary>
    public int Emitted { get; private set; }

    /// <summary>Bytes of the source that the last turn read, where the spout knows.</summary>
    public long EmittedBytes { get; private set; }

    public void AskBarrier(EpochId epoch) => Volatile.Write(ref _requested, epoch.Number);

    /// <summary>What the spout has accepted by now is to be emitted before the next barrier. To be called before that is asked
    /// for.</summary>
    public void AskAccepted() => Volatile.Write(ref _asksAccepted, 1);

    /// <summary>The first way to end that is asked for is the one.</summary>
    public void AskStop(SignalKind kind) => Interlocked.CompareExchange(ref _stop, (int)kind, (int)SignalKind.None);

    /// <summary>Has the spout read nothing for now, or read again; barriers pass all the same, with what is owed before them.</summary>
    public void Hold(HoldReason reason, bool isHeld) =>
        _ = isHeld ? Interlocked.Or(ref _holds, (int)reason) : Interlocked.And(ref _holds, ~(int)reason);

    /// <summary>Is the spout to read nothing for now? Any thread.</summary>
    public bool IsHeld => HeldFor != HoldReason.None;

    /// <summary>Why it is to read nothing. Any thread.</summary>
    public HoldReason HeldFor => (HoldReason)Volatile.Read(ref _holds);

    /// <summary>Continues where the spout stood when these positions were captured.</summary>
    public void Seek(IReadOnlyList<SpoutPositions> positions)
    {
        if (Positioned is not { } spout || positions.Count == 0) return;
        try
        {
            LogPosition[] stands = [.. positions.SelectMany(task => task.Positions)];
            LogPosition[] ends = [.. positions.SelectMany(task => task.Ends)];
            spout.Seek(stands);
            if (!ends.All(end => SourcePositions.Find(stands, end.Partition) >= end.Offset)) spout.EndAt(ends);
        }
        catch (Exception exception) when (exception is not LambdaSpeedException)
        {
            throw TaskFailures.Of(stage.Context, "seeking its positions", exception);
        }
    }

    /// <summary>Has the spout read up to a cut and no further.</summary>
    /// <exception cref="StateMismatchException">It cannot, or has read more already: trying again would not help.</exception>
    public void ReplayUpTo(Cut cut)
    {
        var component = stage.Context.Component.Component;
        if (stage.Positioned is not (IPositionedSpout positioned and IReplayedSpout replayed)) throw Refused(
            $"its source is no log, so it cannot be read again up to the {cut}", "read from a ReplayLog");
        if (cut.Sources.FirstOrDefault(source => source.Name == component) is not { } source || source.LogId != positioned.SourceId) throw
            Refused($"the {cut} says nothing of its source {positioned.SourceId}", "take a cut of this run");

        var stands = new List<LogPosition>();
        positioned.CapturePositions(stands);
        if (stands.Any(stand => stand.Offset > SourcePositions.Find(source.Positions, stand.Partition))) throw Refused(
            $"the checkpoints of the recomputation reach beyond the {cut}", "start it with an empty place for checkpoints");
        replayed.ReplayUpTo([.. source.Positions]);
        _kindOfEnd = SignalKind.Stop; // what is held there is no result yet: it is the other run's as well

        StateMismatchException Refused(string why, string remedy) =>
            new(stage.Context.Component.Topology, [new(component, why, remedy)]);
    }

    /// <summary>Notes where the spout stands after its last turn, whatever became of the tuples. After the last step.</summary>
    public void NoteWhereItStands() => NotePositions();

    /// <summary>Takes a turn: passes a barrier, ends, or reads some tuples.</summary>
    public SpoutTurn Turn(int limit, out Signal signal)
    {
        signal = default;
        Emitted = 0;
        if (TryTakeBarrier(out signal)) return SpoutTurn.Signalled;
        if (IsHeld)
        {
            if (_owed == 0) return SpoutTurn.Idle;
            limit = Math.Min(limit, _owed); // the barrier waits for them, and what the spout is held for may wait for the barrier
        }
        var stop = (SignalKind)Volatile.Read(ref _stop);
        if (stop != SignalKind.None && !stage.BeginStop()) return End(stop, out signal);

        var status = stage.Pull(limit, out var count);
        Emitted = count;
        var isOwing = _owed > 0;
        _owed = count > 0 ? Math.Max(0, _owed - count) : 0; // a spout that emits nothing has nothing, whatever it said
        var bytes = stage.BytesRead;
        EmittedBytes = bytes - _bytesRead;
        _bytesRead = bytes;
        if (stop != SignalKind.None && count == 0 && status.Kind != SpoutStatusKind.Ready)
        {
            return End(stop, out signal); // all that the spout had accepted is emitted
        }
        if (status.Kind == SpoutStatusKind.Ended) return End(_kindOfEnd, out signal);
        if (count > 0 || isOwing || status.Kind == SpoutStatusKind.Ready) return SpoutTurn.Ready; // ask again once it is processed
        Pause = status.Delay;
        return status.Kind == SpoutStatusKind.Paused ? SpoutTurn.Paused : SpoutTurn.Idle;
    }

    private bool TryTakeBarrier(out Signal signal)
    {
        var epoch = new EpochId(Volatile.Read(ref _requested));
        signal = Signal.Barrier(epoch);
        if (epoch.Number <= _sent) return false;
        if (epoch.Number != _owedFor)
        {
            _owedFor = epoch.Number;
            _owed = Interlocked.Exchange(ref _asksAccepted, 0) == 1 ? stage.Waiting : 0;
        }
        if (_owed > 0) return false;

        _sent = epoch.Number;
        NotePositions();
        return true;
    }

    private SpoutTurn End(SignalKind kind, out Signal signal)
    {
        NotePositions();
        signal = new Signal(kind, 0);
        return SpoutTurn.Signalled;
    }

    private void NotePositions()
    {
        if (Positioned is not { } spout) return;
        string? source;
        var (positions, ends) = (new List<LogPosition>(), new List<LogPosition>());
        try
        {
            spout.CapturePositions(positions);
            spout.CaptureEnds(ends);
            source = spout.SourceId;
        }
        catch (Exception exception)
        {
            throw TaskFailures.Of(stage.Context, "telling its positions", exception);
        }
        var component = stage.Context.Component;
        Positions = new SpoutPositions(component.Component, component.TaskIndex, source, positions, ends);
    }
}
