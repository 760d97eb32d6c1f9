using LambdaSpeed.EventTime;
using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Tasks;

/// <summary>Reads the event time off each tuple, writes it beside the tuple together with the watermark it came behind, and moves the
/// watermark.</summary>
internal sealed class EventTimeStage<T>(
    FailedTuples<T> failed, TupleBuffer<T> input, OutputPort<T> output, EventTimeNode<T> node,
    TaskSection<long[]> kept, EpochPublication publication, EpochId published)
    : OneToOneStage<T, T>(failed, input, output)
{
    private readonly Func<T, DateTimeOffset> _eventTime = node.EventTime;
    private readonly Func<T, int>? _partitionOf = node.PartitionOf;
    private readonly PartitionWatermarks _watermarks = new(node.Strategy);
    private (long Time, int Partition)[] _read = []; // of the tuples that are being turned
    private long[] _lastKept = [];          // the watermarks when an epoch ended last; not changed once they are kept
    private EpochId _open = published.Next; // the epoch that is being read

    public override long? OwnWatermark => _watermarks.IsIdle ? Watermark.Idle : _watermarks.Current;

    public override TimeSpan? TickInterval => node.Strategy.IdleAfter;

    /// <summary>Goes on with the watermarks of the start before. Where there were other tasks, with the earliest of each partition: then
    /// nothing is late that would not have been.</summary>
    public void Restore()
    {
        var former = kept.IsContinued ? [kept.Former[Context.Component.TaskIndex]] : kept.Former.Values.ToArray();
        for (var partition = 0; partition < _watermarks.Count; partition++)
        {
            // a partition of the source is read by one task: the others know nothing of it
            var known = former.Where(watermarks => partition < watermarks.Length).Select(watermarks => watermarks[partition])
                .Where(watermark => _partitionOf is not null || watermark != Watermark.None).ToList();
            if (known.Count > 0) _watermarks.Restore(partition, known.Min());
        }
    }

    public override bool OnSignal(Signal signal)
    {
        if (signal.Kind != SignalKind.Watermark)
        {
            if (!_watermarks.All.SequenceEqual(_lastKept)) _lastKept = _watermarks.All.ToArray();
            kept.Seal(Context.Component.TaskIndex, _open, publication.OldestNeeded(), _lastKept); // the same array is no change
            if (signal.Kind == SignalKind.Barrier) _open = new EpochId(signal.Value).Next;
        }
        return true;
    }

    public override bool Tick() => _watermarks.LookForIdle();

    protected override void Turn(ReadOnlySpan<T> tuples, Span<T> results)
    {
        if (_read.Length < tuples.Length) _read = new (long, int)[tuples.Length];
        for (var i = 0; i < tuples.Length; i++)
        {
            Index = i;
            var time = _eventTime(tuples[i]).UtcTicks;
            if (time <= Watermark.None) throw NoTime();
            _read[i] = (time, _partitionOf is null ? -1 : Checked(_partitionOf(tuples[i])));
            results[i] = tuples[i];
        }
    }

    protected override void StampResults(ReadOnlySpan<TupleStamp> stamps, Span<TupleStamp> results)
    {
        for (var i = 0; i < stamps.Length; i++)
        {
            var (time, partition) = _read[i];
            results[i] = new(stamps[i].Position, time, _watermarks.Current);
            if (partition < 0) partition = _watermarks.Count == 1 ? 0 : Checked(stamps[i].Position.Partition);
            _watermarks.Observe(partition, time);
        }
    }

    private int Checked(int partition) => (uint)partition < (uint)_watermarks.Count
        ? partition
        : throw new InvalidOperationException(
            $"The tuple is of partition {partition}, and the watermark strategy is for {_watermarks.Count}. Remedy: give " +
            "ForPartitions(…) as many as there are, and number them from 0.");

    private static InvalidOperationException NoTime() => new(
        "The event time is the default of DateTimeOffset, so nobody has set it. Remedy: filter such tuples out before WithEventTime, or " +
        "choose a failure policy there.");
}
