using System.Diagnostics;
using LambdaSpeed.State;
using LambdaSpeed.Views;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Windows;

/// <summary>A view of windows over a view of what windows are made of, with the watermark of the tasks that write it.</summary>
/// <param name="table">What windows are made of, by key: panes, or lists of sessions.</param>
/// <param name="tasks">How many tasks write it.</param>
/// <param name="settings">What they do with time.</param>
[DebuggerDisplay("{Name}, {Count} entries")]
internal abstract class WindowView<TKey, TTableKey, TAccumulator, TTableResult, TResult>(
    RealtimeView<TTableKey, TAccumulator, TTableResult> table, int tasks, WindowSettings settings)
    : IRealtimeView, IWindowView<TKey, TResult>, IEventTimeView
    where TKey : notnull
    where TTableKey : notnull
{
    private TaskSection<long> _prepared = null!;   // of the newest attempt; written before its tasks run
    private volatile TaskSection<long>? _watermarks; // what readers see; replaced when the run restarts
    private volatile TaskSection<long>? _released;   // likewise; null when all windows are kept

    public string Name => table.Name;

    public EpochId PublishedEpoch => table.PublishedEpoch;

    public long Count => table.Count;

    public long ApproximateBytes => table.ApproximateBytes;

    public object Parts => table.Parts;

    public virtual ISlicedView? Sliced => table;

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
        _watermarks ??= _prepared; // nobody has read yet
        if (settings.Kept is null) return;
        directory.Add(Released = new TaskSection<long>($"released:{Name}", tasks, Codec.Int64));
        _released ??= Released;
    }

    public void Adopt()
    {
        _watermarks = _prepared; // first: what it says of an epoch is no later than what the tables then hold
        _released = Released;
        table.Adopt();
    }

    public IEnumerable<IViewFollower> Follow(
        long incarnation, TimeProvider clock, ILogger logger, CancellationToken cancellationToken) =>
        table.Follow(incarnation, clock, logger, cancellationToken);

    public abstract IReadOnlyList<WindowResult<TKey, TResult>> At(TKey key, DateTimeOffset time);

    public abstract IReadOnlyList<WindowResult<TKey, TResult>> Of(TKey key);

    public abstract IEnumerable<WindowResult<TKey, TResult>> All();

    /// <summary>Holds the published epoch readable, in the tables and of the watermark.</summary>
    protected PinnedWindows<TTableKey, TAccumulator, TTableResult> Pin()
    {
        var pin = table.Pin(out var partitions);
        var least = ValuesOf(_watermarks!, pin.Epoch).Min();
        var released = _released is { } section ? ValuesOf(section, pin.Epoch).Max() : long.MinValue;
        return new(new ViewSnapshot<TTableKey, TAccumulator, TTableResult>(table, partitions, pin), least, released);
    }

    /// <summary>A result as readers get it.</summary>
    protected static WindowResult<TKey, TResult> Result(TKey key, long start, long end, TResult value, bool isFinal) => new(
        key, TimeOf(start), TimeOf(end), value, isFinal);

    /// <summary>What the tasks had; before their first epoch, where there were others, what those had.</summary>
    private IEnumerable<long> ValuesOf(TaskSection<long> section, EpochId epoch)
    {
        if (!section.TryRead(0, epoch, out _) && section.Former.Count > 0) return section.Former.Values;
        return Enumerable.Range(0, tasks)
            .Select(task => section.TryRead(task, epoch, out var value) ? value : Streams.Watermark.None);
    }

    private static DateTimeOffset TimeOf(long ticks) => new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
