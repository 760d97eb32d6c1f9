using LambdaSpeed.EventTime;
using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Tasks;

/// <summary>Reads the event time off each tuple, writes it beside the tuple together with the watermark it came behind, and moves the
/// watermark.</summary>
internal sealed class EventTimeStage<T>(
    FailedTuples<T> failed, TupleBuffer<T> input, OutputPort<T> output, EventTimeNode<T> node, SpoutStage? spout,
    TaskSection<long[]> kept, EpochPublication publication, EpochId published)
    : OneToOneStage<T, T>(failed, input, output)
{
    private const int LooksInIdleTime = 4;
    private const int MostPartitions = 65_536;

    private static readonly long _lastOfAll = new DateTime(9999, 1, 1).Ticks - 1; // what is later is a mark for "never", not a time

    private readonly Func<T, DateTimeOffset> _eventTime = node.EventTime;
    private readonly Func<T, int>? _partitionOf = node.PartitionOf;
    private readonly bool _areOfSource = node.PartitionOf is null && node.Strategy.Partitions != 1; // are partitions those of the source?
    private readonly PartitionWatermarks _watermarks = new(node.Strategy);
    private readonly ListeningTime _listening = new();
    private readonly TimeProvider _clock = failed.Context.Options.TimeProvider;
    private readonly long _madeAt = failed.Context.Options.TimeProvider.GetTimestamp();
    private readonly long _mostAhead = node.Strategy.MaxAhead?.Ticks ?? long.MaxValue;
    private TupleStamp[] _stamps = []; // of the tuples that are being turned
    private int _count;     // how many tuples the call at hand turns, those included that are done
    private long _latest;   // the latest event time that is accepted; looked up once for each chunk
    private long[] _lastKept = [];          // the watermarks when an epoch ended last; not changed once they are kept
    private EpochId _open = published.Next; // the epoch that is being read

    public override long? OwnWatermark =>
        !_watermarks.IsIdle ? _watermarks.Current : _watermarks.IsByClock ? Watermark.IdleAt(_watermarks.Current) : Watermark.Idle;

    /// <summary>Often enough to look for idle partitions once in the time after which they are.</summary>
    public override TimeSpan? TickInterval => node.Strategy.IdleAfter is { } time
        ? TimeSpan.FromTicks(Math.Max(time.Ticks / LooksInIdleTime, TimeSpan.TicksPerMillisecond))
        : null;

    private TimeSpan Now => _clock.GetElapsedTime(_madeAt);

    /// <summary>Goes on with the watermarks of the start before. Where there were other tasks, with the earliest of each partition: then
    /// nothing is late that would not have been.</summary>
    public void Restore()
    {
        if (_areOfSource) Own();
        var former = kept.IsContinued ? [kept.Former[Context.Component.TaskIndex]] : kept.Former.Values.ToArray();
        for (var partition = 0; partition < _watermarks.Count; partition++)
        {
            // a partition of the source is read by one task: the others know nothing of it, and that says nothing
            var known = former.Where(watermarks => partition < watermarks.Length).Select(watermarks => watermarks[partition])
                .Where(watermark => !_areOfSource || watermark != Watermark.None).ToList();
            if (known.Count > 0) _watermarks.Restore(partition, known.Min());
        }
    }

    /// <summary>Asks the spout of this task which partitions it reads.</summary>
    private void Own()
    {
        var positions = new List<LogPosition>();
        if (spout?.Positioned is { } positioned)
        {
            try
            {
                positioned.CapturePositions(positions);
            }
            catch (Exception exception) when (exception is not LambdaSpeedException)
            {
                throw TaskFailures.Of(spout.Context, "telling its positions", exception);
            }
        }
        else if (!node.Strategy.HasSourcePartitions)
        {
            return; // partitions that are counted come from anywhere
        }
        else
        {
            throw TaskFailures.Of(Context, "asking the spout for its partitions", new InvalidOperationException(
                "The spout has no positions. Remedy: say ForPartitions(…) with partitionOf, or leave ForSourcePartitions out."));
        }
        // of partitions that are not counted, each tuple falls under the failure policy
        var count = node.Strategy.HasSourcePartitions ? MostPartitions : _watermarks.Count;
        _watermarks.Own([.. positions.Select(position => position.Partition).Where(partition => (uint)partition < (uint)count)]);
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

    public override void OnHeld(bool isHeld) => _listening.Listen(!isHeld, Now);

    public override bool Tick()
    {
        var now = Now;
        var tick = TickInterval!.Value;
        var silence = _listening.Elapsed(now);
        if (!_watermarks.IsByClock && silence + (tick / 2) < node.Strategy.IdleAfter) return false; // half a tick: timers are not exact

        _listening.Restart(now);
        var isNews = !_watermarks.IsByClock && _watermarks.LookForIdle();
        if (!_watermarks.IsIdle || !node.Strategy.FollowsClockWhenIdle) return isNews;

        _watermarks.FollowClock(silence.Ticks);
        return true;
    }

    public override void Advance()
    {
        _count = Math.Min(Input.Count, Context.Pace.Limit);
        _latest = _mostAhead == long.MaxValue ? _lastOfAll : Math.Min(_lastOfAll, _clock.GetUtcNow().UtcTicks + _mostAhead);
        if (_stamps.Length < _count) _stamps = new TupleStamp[_count];
        base.Advance();
    }

    /// <summary>All that may throw on a tuple is done here, so that it falls under the failure policy and names the tuple.</summary>
    protected override void Turn(ReadOnlySpan<T> tuples, Span<T> results)
    {
        var stamps = Input.UnreadStamps[(_count - tuples.Length)..];
        for (var i = 0; i < tuples.Length; i++)
        {
            Index = i;
            var time = _eventTime(tuples[i]).UtcTicks;
            if (time <= Watermark.None) throw NoTime();
            if (time > _latest) throw TooFarAhead(time);
            var partition = _partitionOf is not null ? Checked(_partitionOf(tuples[i]))
                : node.Strategy.Partitions == 1 ? 0 : Checked(stamps[i].Position.Partition);
            var watermark = _watermarks.Current;
            _watermarks.Observe(partition, time);
            _stamps[i] = new(stamps[i].Position, time, watermark);
            results[i] = tuples[i];
        }
    }

    protected override void StampResults(ReadOnlySpan<TupleStamp> stamps, Span<TupleStamp> results) =>
        _stamps.AsSpan(0, stamps.Length).CopyTo(results);

    private int Checked(int partition)
    {
        if ((uint)partition < (uint)_watermarks.Count) return partition;
        if (!_areOfSource || !node.Strategy.HasSourcePartitions || (uint)partition >= MostPartitions) throw NoPartition(partition);
        _watermarks.Grow(partition + 1);
        return partition;
    }

    private InvalidOperationException NoPartition(int partition) => new(
        $"The tuple is of partition {partition}, and the watermark strategy is for {_watermarks.Count}. Remedy: give " +
        "ForPartitions(…) as many as there are, and number them from 0.");

    private InvalidOperationException TooFarAhead(long time) => new(
        $"The event time is {new DateTimeOffset(time, TimeSpan.Zero):O}, later than {new DateTimeOffset(_latest, TimeSpan.Zero):O}: it " +
        "would make everything late that is still to come. Remedy: filter such tuples out before WithEventTime, or choose a failure " +
        $"policy there{(_latest < _lastOfAll ? "; or raise WithMaxAhead" : "")}.");

    private static InvalidOperationException NoTime() => new(
        "The event time is the default of DateTimeOffset, so nobody has set it. Remedy: filter such tuples out before WithEventTime, or " +
        "choose a failure policy there.");
}
