using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace LambdaSpeed.Kafka;

/// <summary>Reads a task's share of a topic's partitions, each in order.</summary>
/// <remarks>As <see cref="KafkaReader{T}"/>; <see cref="OnCommitted"/> is called from elsewhere.</remarks>
[DebuggerDisplay("{_partitions.Count} partitions")]
[SuppressMessage("Design", "CA1001", Justification = "The base disposes of it when the engine calls CloseAsync.")]
internal sealed class KafkaSpout<T>(KafkaOptions options, KafkaDecoder<T> decode) : KafkaReader<T>(options, decode), IPositionedSpout
{
    private const long NotOwn = -1;
    private const long First = 0; // a partition that is new begins with this offset

    private readonly List<int> _partitions = []; // those of this task
    private long[] _positions = [];              // by partition: the offset to emit next; NotOwn where it is another task's
    private KafkaMirror? _mirror;                // made when it opens

    public string SourceId { get; } = $"kafka topic {options.Topic}";

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        BeginNewPartitions();
        return base.Next(output, limit);
    }

    public void CapturePositions(ICollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        foreach (var partition in _partitions) positions.Add(new(partition, _positions[partition]));
    }

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        if (positions.Count == 0) return;
        RequireKnown(positions);
        if (Options.Partitions is { } stated)
        {
            var leftOut = positions.FirstOrDefault(position => !stated.Contains(position.Partition), new(-1, 0)).Partition;
            if (leftOut >= 0) throw Cannot(KafkaProblem.LeftOut(Options, leftOut));
        }
        var offsets = positions.ToDictionary(position => position.Partition, position => position.Offset);
        foreach (var partition in _partitions)
        {
            if (offsets.TryGetValue(partition, out var offset)) _positions[partition] = offset;
            else if (Options.Partitions is null) _positions[partition] = First; // it was added since
        }
    }

    public void OnCommitted(IReadOnlyCollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        if (Options.MirrorGroup is not null) _mirror?.Note([.. positions]);
    }

    protected override IAsyncDisposable NewHelper() => _mirror = new(Options, Connection, Watch, Context);

    protected override async Task FindStartsAsync(int count)
    {
        if (Options.Partitions is { } stated && stated[^1] >= count)
        {
            throw KafkaProblem.FewerPartitions(Options, stated[^1] + 1, count, $"{nameof(KafkaOptions.Partitions)} asks for");
        }
        var own = Context.OwnPartitions(Options, count).ToList();
        var starts = await Connection.OffsetsAsync(own, Options.Start.Specification, TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        _partitions.Clear();
        foreach (var partition in own) Own(new(partition, Math.Max(starts[partition], Options.Start.Offset)));
    }

    protected override void StartReading()
    {
        Poll.Add([.. _partitions.Select(partition => new LogPosition(partition, _positions[partition]))]);
        Poll.Start();
        _mirror!.Start();
    }

    protected override void EmitSome(SpoutEmitter<T> output, ReadOnlySpan<KafkaEntry<T>> entries, ref int taken)
    {
        foreach (ref readonly var entry in entries)
        {
            Volatile.Write(ref _positions[entry.Partition], entry.Offset + 1);
            taken++;
            Emit(output, entry);
        }
    }

    protected override long PositionOf(int partition)
    {
        var positions = Volatile.Read(ref _positions);
        return partition < positions.Length ? Volatile.Read(ref positions[partition]) : NotOwn;
    }

    /// <summary>Reads from the open epoch on what partitions were found: that epoch's checkpoint is the first to know them, and before it
    /// a restart reads them anew.</summary>
    private void BeginNewPartitions()
    {
        while (Watch.TryTakeFound(out var partition))
        {
            var position = new LogPosition(partition, First);
            Own(position);
            Poll.Add([position]);
        }
    }

    private void Own(LogPosition position)
    {
        if (position.Partition >= _positions.Length)
        {
            var longer = new long[position.Partition + 1];
            Array.Fill(longer, NotOwn);
            _positions.CopyTo(longer, 0);
            Volatile.Write(ref _positions, longer);
        }
        _positions[position.Partition] = position.Offset;
        _partitions.Add(position.Partition);
    }
}
