using System.Diagnostics;
using LambdaSpeed.State;
using LambdaSpeed.Views;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Windows;

/// <summary>A view of windows over a view of what windows are made of, with the watermark of the tasks that write it.</summary>
/// <param name="table">What windows are made of, by key: panes, or lists of sessions.</param>
/// <param name="tasks">How many tasks write it.</param>
[DebuggerDisplay("{Name}, {Count} entries")]
internal abstract class WindowView<TKey, TTableKey, TAccumulator, TTableResult, TResult>(
    RealtimeView<TTableKey, TAccumulator, TTableResult> table, int tasks) : IRealtimeView, IWindowView<TKey, TResult>
    where TKey : notnull
    where TTableKey : notnull
{
    private TaskSection<long> _prepared = null!;   // of the newest attempt; written before its tasks run
    private volatile TaskSection<long>? _watermarks; // what readers see; replaced when the run restarts

    public string Name => table.Name;

    public EpochId PublishedEpoch => table.PublishedEpoch;

    public long Count => table.Count;

    public long ApproximateBytes => table.ApproximateBytes;

    public object Parts => table.Parts;

    public RealtimeView<TTableKey, TAccumulator, TTableResult> Table => table;

    /// <summary>The watermarks of the newest attempt's tasks, as of each epoch.</summary>
    public TaskSection<long> Watermarks => _prepared;

    public DateTimeOffset? Watermark
    {
        get
        {
            using var pin = Pin();
            return Streams.Watermark.ToTime(pin.Watermark);
        }
    }

    public void Prepare(StateDirectory directory)
    {
        table.Prepare(directory);
        _prepared = new TaskSection<long>($"watermark:{Name}", tasks, Codec.Int64);
        directory.Add(_prepared);
        _watermarks ??= _prepared; // nobody has read yet
    }

    public void Adopt()
    {
        _watermarks = _prepared; // first: what it says of an epoch is no later than what the tables then hold
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
        var watermarks = _watermarks!;
        var least = long.MaxValue;
        for (var task = 0; task < tasks; task++)
        {
            least = Math.Min(least, watermarks.TryRead(task, pin.Epoch, out var watermark) ? watermark : Streams.Watermark.None);
        }
        return new(new ViewSnapshot<TTableKey, TAccumulator, TTableResult>(table, partitions, pin), least);
    }

    /// <summary>A result as readers get it.</summary>
    protected static WindowResult<TKey, TResult> Result(TKey key, long start, long end, TResult value, bool isFinal) => new(
        key, TimeOf(start), TimeOf(end), value, isFinal);

    private static DateTimeOffset TimeOf(long ticks) => new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
