using System.Runtime.CompilerServices;
using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Tasks.Firings;
using LambdaSpeed.Views;

namespace LambdaSpeed.Tasks;

/// <summary>One task's part of a view of windows: sees to time, and leaves it to the kinds of windows how tuples are added.</summary>
/// <remarks>Whether a tuple is late is decided by the watermark that it came behind in its own source, so that it is the same however tasks
/// are scheduled; and by the task's own watermark, which is ahead of that only when an input was taken for idle. <c>TElement</c> is what
/// the tuples bring: the value, or the value with its tuple.</remarks>
internal abstract class WindowStage<TKey, T, TElement, TValue, TTableKey, TTableValue>(
    WindowTask<TKey, T, TElement> task, ViewPartition<TTableKey, TTableValue> partition, IWindowFirings? firings) : Stage(task.Context)
{
    private readonly LatePolicy _policy = task.Settings.Late;
    private readonly TupleBuffer<KeyedTuple<TKey, TElement>> _input = task.Input;
    private EpochId _open = task.Published.Next; // the epoch that is being read
    private int _index;                          // the tuple of the chunk that is being added

    /// <summary>The watermark of the task.</summary>
    protected long Now { get; private set; }

    /// <summary>What the open slice is kept in.</summary>
    protected VersionedTable<TTableKey, TTableValue> Table { get; private set; } = partition.Table;

    /// <summary>How long after its end a window accepts tuples.</summary>
    protected long Lateness { get; } = task.Settings.Lateness;

    /// <summary>What was complete before is let go. The end of the input does not move it.</summary>
    protected long ReleasedBefore { get; private set; } = long.MinValue;

    /// <summary>The hash of the entry that is being written.</summary>
    protected uint WrittenHash { get; set; }

    public override bool HasInput => !_input.IsEmpty || firings is { HasEarly: true };

    public override TimeSpan? TickInterval => firings?.EarlyEvery;

    public override ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        partition.Attach(Context.Component.Wake);
        return ValueTask.CompletedTask;
    }

    /// <summary>Goes on with the watermark of the start before; where there were other tasks, with the earliest of theirs.</summary>
    public void Restore()
    {
        var former = task.Watermarks.Former;
        if (former.Count == 0) return;
        var watermark = task.Watermarks.IsContinued ? former[Context.Component.TaskIndex] : former.Values.Min();
        if (watermark != Watermark.Final) Now = watermark; // the end was none: there is more to read, by its own watermarks
        if (task.Released is { Former.Count: > 0 } released) ReleasedBefore = released.Former.Values.Max();
    }

    /// <summary>Goes on from what the tables were filled with.</summary>
    public void RestoreFirings() => firings?.Restore(Now, ReleasedBefore);

    public override long LetPass(long watermark) =>
        firings is null ? watermark
        : Watermark.IsTime(watermark) ? firings.Outgoing(watermark)
        : Watermark.IsIdle(watermark) ? Watermark.IdleAt(firings.Outgoing(Watermark.TimeOf(watermark)))
        : watermark;

    public override bool Tick() => firings is not null && firings.FindEarly();

    public override void Advance()
    {
        if (firings is { HasEarly: true })
        {
            firings.FireEarly();
            return;
        }
        var tuples = _input.Unread[..Math.Min(_input.Count, Context.Pace.Limit)];
        var stamps = _input.UnreadStamps;
        if (firings is not null) firings.Position = stamps[tuples.Length - 1].Position;
        try
        {
            AddAll(tuples, stamps);
        }
        catch (Exception exception)
        {
            Table.EndInterruptedWrite(WrittenHash);
            firings?.EndInterruptedWrite();
            throw Context.Failure(exception, _index, stamps[_index].Position); // an aggregator must not throw
        }
        Context.CountRead(tuples.Length);
        _input.Skip(tuples.Length);
        task.Late?.Deliver();
        firings?.Deliver();
    }

    public override bool OnSignal(Signal signal)
    {
        if (signal.Kind == SignalKind.Watermark)
        {
            Now = Math.Max(Now, signal.Value);
            if (firings is not null && !firings.FireDue(Now)) return false;
            // at the end of the input time stands still: what was kept then can be read on
            if (task.Settings.Kept is { } kept && signal.Value != Watermark.Final)
            {
                ReleasedBefore = Math.Max(ReleasedBefore, Now - Lateness - kept);
                Release();
                firings?.Release(ReleasedBefore);
            }
            return true;
        }
        var oldestNeeded = task.Publication.OldestNeeded();
        task.Watermarks.Seal(Context.Component.TaskIndex, _open, oldestNeeded, Now);
        task.Released?.Seal(Context.Component.TaskIndex, _open, oldestNeeded, ReleasedBefore);
        if (signal.IsLast)
        {
            partition.Detach();
            return true;
        }
        var former = Table;
        var isCut = partition.Seal(new EpochId(signal.Value), oldestNeeded);
        _open = new EpochId(signal.Value).Next;
        firings?.Seal(_open, oldestNeeded); // with firings there are no slices
        if (isCut)
        {
            Table = partition.Table;
            OnSliceBegun(former);
        }
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

    /// <summary>Adds a value to the window, or pane, that holds an instant; false when that accepts none any more.</summary>
    protected abstract bool TryAdd(TKey key, uint hash, TValue value, long time, long watermark);

    /// <summary>The earliest instant whose windows accept tuples.</summary>
    protected abstract long EarliestAccepted(long watermark);

    /// <summary>A slice has begun: the table is another one.</summary>
    /// <param name="former">That of the slice before, to which nothing is written any more.</param>
    protected virtual void OnSliceBegun(VersionedTable<TTableKey, TTableValue> former)
    {
    }

    /// <summary>Lets go of what is to be released; some of it at a time, so that it does not hold up the task.</summary>
    protected abstract void Release();

    /// <summary>A loop without a handler: its mere presence would slow it.</summary>
    private void AddAll(ReadOnlySpan<KeyedTuple<TKey, TElement>> tuples, ReadOnlySpan<TupleStamp> stamps)
    {
        for (var i = 0; i < tuples.Length; i++)
        {
            _index = i;
            ref readonly var tuple = ref tuples[i];
            ref readonly var stamp = ref stamps[i];
            if (stamp.EventTime == Watermark.None) throw NoTime();
            var watermark = Math.Max(stamp.Watermark, Now);
            if (!TryAdd(tuple.Key, tuple.Hash, ValueOf(tuple.Value), stamp.EventTime, watermark)) OnLate(tuple, stamp, watermark);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnLate(in KeyedTuple<TKey, TElement> tuple, in TupleStamp stamp, long watermark)
    {
        Context.CountLate();
        if (_policy == LatePolicy.Adjust)
        {
            TryAdd(tuple.Key, tuple.Hash, ValueOf(tuple.Value), Math.Max(EarliestAccepted(watermark), stamp.EventTime), watermark);
        }
        else if (_policy == LatePolicy.SideOutput && task.Late is { IsRead: true } late)
        {
            late.Buffer.Stamp = stamp;
            late.Buffer.Add(TupleOf(tuple.Value));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TValue ValueOf(TElement element) => typeof(TElement) == typeof(TValue)
        ? Unsafe.As<TElement, TValue>(ref element)
        : Unsafe.As<TElement, (TValue Value, T Tuple)>(ref element).Value;

    private static T TupleOf(TElement element) => Unsafe.As<TElement, (TValue Value, T Tuple)>(ref element).Tuple;

    private static InvalidOperationException NoTime() => new(
        "The tuple has no event time: the component before made it without one, in Tick for instance. Remedy: say WithEventTime behind " +
        "it.");
}
