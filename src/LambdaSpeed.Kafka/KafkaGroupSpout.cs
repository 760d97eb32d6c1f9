using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Confluent.Kafka;

namespace LambdaSpeed.Kafka;

/// <summary>Reads the partitions of a topic that a consumer group gives to the task, each in order, while it has them.</summary>
/// <remarks>As <see cref="KafkaReader{T}"/>; <see cref="OnCommitted"/> is called from elsewhere.</remarks>
[DebuggerDisplay("{DividedBy}")]
[SuppressMessage("Design", "CA1001", Justification = "The base disposes of it when the engine calls CloseAsync.")]
internal sealed class KafkaGroupSpout<T>(KafkaOptions options, KafkaDecoder<T> decode)
    : KafkaReader<T>(options, decode), IPositionedSpout, ISharedSource
{
    private KafkaHoldings _holdings = null!; // made when it opens, as the next one
    private KafkaGroup? _group;              // likewise

    public string DividedBy { get; } = $"the consumer group '{options.Group}'";

    public string SourceId { get; } = $"kafka topic {options.Topic} of group {options.Group}";

    protected override string Place => $"{base.Place} group {Options.Group}";

    public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _holdings = new(partition => partition % context.TaskCount == context.TaskIndex);
        return base.OpenAsync(context, cancellationToken);
    }

    public void CapturePositions(ICollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        _holdings.Capture(positions);
    }

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        if (positions.Count == 0) return;
        RequireKnown(positions);
        _holdings.Restore(positions);
    }

    public void OnCommitted(IReadOnlyCollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        _holdings.NoteCommitted(positions);
    }

    protected override long PositionOf(int partition) => _holdings.PositionOf(partition);

    protected override IAsyncDisposable NewHelper() => _group = new(Options, Connection, Watch, Context, _holdings, Poll.Stopping);

    protected override void StartReading()
    {
        Poll.Start();
        _group!.Start();
    }

    protected override void EmitSome(SpoutEmitter<T> output, ReadOnlySpan<KafkaEntry<T>> entries, ref int taken)
    {
        using var gate = _holdings.Enter();
        foreach (ref readonly var entry in entries)
        {
            taken++;
            if (_holdings.TryAdvance(entry.Partition, entry.Offset)) Emit(output, entry); // else it is somebody else's by now, or was read
        }
    }

    /// <summary>Has the client say which partitions come and go.</summary>
    protected override void Prepare(ConsumerBuilder<int, int> builder) => builder
        .SetPartitionsAssignedHandler((_, partitions) =>
        {
            if (_group!.Take(partitions) is not { } positions) // all must be answered for
            {
                return partitions.Select(partition => new TopicPartitionOffset(partition, Offset.End));
            }
            Poll.Expect(positions);
            return positions.Select(position => new TopicPartitionOffset(Options.Topic, position.Partition, position.Offset));
        })
        .SetPartitionsRevokedHandler((_, partitions) => _group!.GiveAway([.. partitions.Select(given => given.Partition.Value)]))
        .SetPartitionsLostHandler((_, partitions) => _group!.Forget([.. partitions.Select(lost => lost.Partition.Value)]));
}
