using System.Diagnostics;
using LambdaSpeed.State;
using LambdaSpeed.Views;

namespace LambdaSpeed.Windows;

/// <summary>A view of windows over a view of what windows are made of, with the watermark of the tasks that write it.</summary>
/// <param name="table">What windows are made of, by key: panes, or lists of sessions.</param>
/// <param name="tasks">How many tasks write it.</param>
/// <param name="settings">What they do with time.</param>
[DebuggerDisplay("{Name}, {Count} entries")]
internal abstract class WindowView<TKey, TTableKey, TAccumulator, TTableResult, TResult>(
    RealtimeView<TTableKey, TAccumulator, TTableResult> table, int tasks, WindowSettings settings)
    : IRealtimeView, ISnapshotWindows<TKey, TResult>, ICutWindows<TKey, TResult>, IViewTable<TTableKey, TAccumulator, TTableResult>,
      IEventTimeView
    where TKey : notnull
    where TTableKey : notnull
{
    private TaskSection<long> _prepared = null!; // of the newest attempt; written before its tasks run
    private volatile WindowTimes? _times; // of the attempt that readers see; null while it is exchanged
    private volatile WindowParts<TTableKey, TAccumulator>? _parts; // what readers saw last

    public string Name => table.Name;

    public EpochId PublishedEpoch => table.PublishedEpoch;

    public long Count => table.Count;

    public long ApproximateBytes => table.ApproximateBytes;

    public object Parts => Now();

    public ISlicedView? Sliced => table.Sliced;

    public long Resident => table.Resident;

    public RealtimeView<TTableKey, TAccumulator, TTableResult> Table => table;

    /// <summary>The watermarks of the newest attempt's tasks, as of each epoch.</summary>
    public TaskSection<long> Watermarks => _prepared;

    /// <summary>Up to when the newest attempt's tasks have let go of windows, as of each epoch; null when all are kept.</summary>
    public TaskSection<long>? Released { get; private set; }

    public DateTimeOffset? Watermark
    {
        get
        {
            using var pin = Pin();
            return Streams.Watermark.ToTime(pin.Watermark);
        }
    }

    /// <summary>How long after its end a window accepts tuples.</summary>
    protected long Lateness => settings.Lateness;

    public DateTimeOffset? WatermarkAsOf(EpochId epoch) => Streams.Watermark.ToTime(ValuesOf(_prepared, epoch).Min());

    public void Prepare(StateDirectory directory)
    {
        table.Prepare(directory);
        _prepared = new TaskSection<long>($"watermark:{Name}", tasks, Codec.Int64);
        directory.Add(_prepared);
        if (settings.Kept is not null) directory.Add(Released = new TaskSection<long>($"released:{Name}", tasks, Codec.Int64));
        _times ??= new(_prepared, Released); // nobody has read yet
    }

    public void Adopt()
    {
        _times = null;
        table.Adopt();
        _times = new(_prepared, Released);
    }

    public IWindowView<TKey, TResult> SnapshotAt(EpochPin pin, object parts) =>
        new WindowSnapshot<TKey, TTableKey, TAccumulator, TTableResult, TResult>(
            this, Pinned((WindowParts<TTableKey, TAccumulator>)parts, pin));

    public IEnumerable<IViewFollower> Follow(FollowingSettings settings, CancellationToken cancellationToken) =>
        table.Follow(settings, cancellationToken);

    public IReadOnlyList<WindowResult<TKey, TResult>> At(TKey key, DateTimeOffset time)
    {
        using var pin = Pin();
        return At(pin, key, time);
    }

    public IEnumerable<WindowResult<TKey, TResult>> At(DateTimeOffset time)
    {
        using var pin = Pin();
        foreach (var window in At(pin, time)) yield return window;
    }

    public IReadOnlyList<WindowResult<TKey, TResult>> Of(TKey key)
    {
        using var pin = Pin();
        return Of(pin, key);
    }

    public IEnumerable<WindowResult<TKey, TResult>> All()
    {
        using var pin = Pin();
        foreach (var window in All(pin)) yield return window;
    }

    /// <summary>The windows of a key that hold an instant, in order.</summary>
    public abstract IReadOnlyList<WindowResult<TKey, TResult>> At(
        PinnedWindows<TTableKey, TAccumulator> pin, TKey key, DateTimeOffset time);

    /// <summary>The windows that hold an instant, of all keys.</summary>
    public abstract IEnumerable<WindowResult<TKey, TResult>> At(
        PinnedWindows<TTableKey, TAccumulator> pin, DateTimeOffset time);

    /// <summary>All windows of a key, in order.</summary>
    public abstract IReadOnlyList<WindowResult<TKey, TResult>> Of(PinnedWindows<TTableKey, TAccumulator> pin, TKey key);

    /// <summary>All windows.</summary>
    public abstract IEnumerable<WindowResult<TKey, TResult>> All(PinnedWindows<TTableKey, TAccumulator> pin);

    /// <summary>All windows of some content, whatever the time; without those that were let go by now.</summary>
    public IEnumerable<WindowResult<TKey, TResult>> AllOf(IAccumulators<TTableKey, TAccumulator> content)
    {
        using var pin = Pin();
        return All(new PinnedWindows<TTableKey, TAccumulator>(content, pin.Watermark, pin.ReleasedBefore));
    }

    /// <summary>Holds the published epoch readable, in the tables and of the watermark.</summary>
    private PinnedWindows<TTableKey, TAccumulator> Pin()
    {
        while (true)
        {
            var parts = Now();
            var pin = table.Pin(out var slices);
            if (ReferenceEquals(slices, parts.Slices.Shown)) return Pinned(parts, pin);
            pin.Dispose();
        }
    }

    /// <summary>Holds content that somebody else reads of the table and has pinned, with the times of the same attempt.</summary>
    public PinnedWindows<TTableKey, TAccumulator> Pin(Func<IAccumulators<TTableKey, TAccumulator>> snapshot)
    {
        var spin = default(SpinWait);
        while (true)
        {
            if (_times is { } times)
            {
                var content = snapshot();
                if (ReferenceEquals(_times, times)) return Pinned(content, times);
                content.Dispose();
            }
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    public TAnswer Accept<TAnswer>(IWindowViewVisitor<TKey, TResult, TAnswer> visitor) => visitor.Visit(this);

    /// <summary>Slices and times of one attempt.</summary>
    private WindowParts<TTableKey, TAccumulator> Now()
    {
        var spin = default(SpinWait);
        while (true)
        {
            var times = _times;
            var slices = (SliceStack<TTableKey, TAccumulator>)table.Parts;
            if (times is null || !ReferenceEquals(_times, times))
            {
                spin.SpinOnce(sleep1Threshold: -1);
                continue;
            }
            if (_parts is { } parts && ReferenceEquals(parts.Slices, slices) && ReferenceEquals(parts.Times, times)) return parts;
            return _parts = new(slices, times);
        }
    }

    private PinnedWindows<TTableKey, TAccumulator> Pinned(WindowParts<TTableKey, TAccumulator> parts, EpochPin pin) =>
        Pinned(new ViewSnapshot<TTableKey, TAccumulator, TTableResult>(table, parts.Slices.Shown, pin), parts.Times);

    private PinnedWindows<TTableKey, TAccumulator> Pinned(IAccumulators<TTableKey, TAccumulator> content, WindowTimes times)
    {
        var least = ValuesOf(times.Watermarks, content.Epoch).Min();
        var released = times.Released is { } section ? ValuesOf(section, content.Epoch).Max() : long.MinValue;
        return new(content, least, released);
    }

    /// <summary>A result as readers get it.</summary>
    protected static WindowResult<TKey, TResult> Result(TKey key, long start, long end, TResult value, bool isFinal) => new(
        key, WindowBounds.TimeOf(start), WindowBounds.TimeOf(end), value, isFinal);

    /// <summary>What the tasks had; before their first epoch, where there were others, what those had.</summary>
    private IEnumerable<long> ValuesOf(TaskSection<long> section, EpochId epoch)
    {
        if (!section.TryRead(0, epoch, out _) && section.Former.Count > 0) return section.Former.Values;
        return Enumerable.Range(0, tasks)
            .Select(task => section.TryRead(task, epoch, out var value) ? value : Streams.Watermark.None);
    }
}
