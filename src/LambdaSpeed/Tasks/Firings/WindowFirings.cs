using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks.Firings;

/// <summary>Puts out the results of one task's windows when they are due.</summary>
/// <remarks>
/// <para>On time: when the task is told a watermark, before it passes that on; a tuple of a firing stands before the watermark that it
/// follows from. Early by time: when a tick has come. Early by number, and late: with the tuple that makes it so.</para>
/// <para>What has been fired is written into tables of the task, so that it is committed with the epoch in which the tuples of the firing
/// are: both or neither. Touched only by the owning task's step.</para>
/// </remarks>
/// <param name="context">The stage.</param>
/// <param name="output">Where firings go.</param>
/// <param name="policy">When there is one.</param>
/// <param name="hold">How far behind the task's watermark the times of firings on time may be.</param>
internal abstract class WindowFirings<TKey, TResult>(
    StageContext context, OutputPort<WindowFiring<TKey, TResult>> output, FiringPolicy policy, long hold) : IWindowFirings
    where TKey : notnull
{
    private readonly WindowAgenda<DueWindow<TKey>> _due = new();
    private List<DueWindow<TKey>> _changed = []; // since they were fired last, and not past then; where there are early firings by time
    private List<DueWindow<TKey>> _early = [];   // those that a tick has found changed
    private int _nextEarly; // the first of them that has not been looked at
    private long _handedOn; // the watermark that readers were told last

    public TimeSpan? EarlyEvery => policy.EarlyEvery;

    public bool HasEarly => _nextEarly < _early.Count;

    public LogPosition Position { get; set; }

    protected FiringPolicy Policy => policy;

    /// <summary>The watermark of the task.</summary>
    protected long Now { get; private set; }

    /// <summary>Windows that were final before are let go, or have been.</summary>
    protected long ReleasedBefore { get; private set; } = long.MinValue;

    /// <summary>Does the port have as much as is handed on at a time?</summary>
    private bool IsFull => output.Buffer.Mark >= context.Options.ChunkSize;

    public long Outgoing(long watermark) => Math.Max(watermark - hold, Watermark.None + 1);

    public void Restore(long watermark, long releasedBefore)
    {
        Now = watermark;
        ReleasedBefore = releasedBefore;
        if (watermark > Watermark.None) _handedOn = Outgoing(watermark);
        FindOpen();
    }

    public bool FireDue(long watermark)
    {
        Now = watermark;
        while (!IsFull)
        {
            if (!_due.TryTake(watermark, out var window))
            {
                output.Deliver();
                _handedOn = watermark == Watermark.Final ? watermark : Outgoing(watermark);
                return true;
            }
            Call(window, FiringKind.OnTime);
        }
        output.Deliver();
        return false;
    }

    public bool FindEarly()
    {
        if (HasEarly || _changed.Count == 0) return HasEarly; // those before first
        (_early, _changed) = (_changed, _early);
        _nextEarly = 0;
        return true;
    }

    public void FireEarly()
    {
        while (HasEarly && !IsFull) Call(_early[_nextEarly++], FiringKind.Early);
        if (!HasEarly)
        {
            _early.Clear();
            _nextEarly = 0;
        }
        output.Deliver();
    }

    public void Deliver() => output.Deliver();

    public virtual void Seal(EpochId next, EpochId oldestNeeded)
    {
    }

    public void Release(long releasedBefore)
    {
        ReleasedBefore = releasedBefore;
        Release();
    }

    public virtual void EndInterruptedWrite()
    {
    }

    /// <summary>Lets go of some of what was final before.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Schedules what has not been fired yet, of what the tables were filled with.</summary>
    protected abstract void FindOpen();

    /// <summary>Fires a window, or those of a key, if there is still reason to.</summary>
    protected abstract void Fire(in DueWindow<TKey> window, FiringKind kind);

    protected void Schedule(long time, in DueWindow<TKey> window) => _due.Add(time, window);

    /// <summary>Notes a window that has changed for the first time since it was fired.</summary>
    protected void NoteChanged(in DueWindow<TKey> window)
    {
        if (policy.EarlyEvery is not null) _changed.Add(window);
    }

    /// <param name="firing">The firing.</param>
    /// <param name="time">Its event time.</param>
    protected void Emit(in WindowFiring<TKey, TResult> firing, long time)
    {
        if (!output.IsRead) return;
        output.Buffer.Stamp = new(Position, time, _handedOn == Watermark.Final ? Watermark.None : _handedOn);
        output.Buffer.Add(firing);
    }

    private void Call(in DueWindow<TKey> window, FiringKind kind)
    {
        try
        {
            Fire(window, kind);
        }
        catch (Exception exception) when (exception is not LambdaSpeedException)
        {
            EndInterruptedWrite();
            throw TaskFailures.Of(context, "firing its windows", exception); // an aggregator must not throw
        }
    }
}
