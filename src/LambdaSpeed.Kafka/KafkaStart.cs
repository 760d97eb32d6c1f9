using Confluent.Kafka.Admin;

namespace LambdaSpeed.Kafka;

/// <summary>Where reading a partition begins when no checkpoint says where to go on. Immutable.</summary>
/// <remarks>Looked up once, when the spout opens: the place is an offset from then on.</remarks>
public abstract record KafkaStart
{
    private KafkaStart()
    {
    }

    /// <summary>At the first message that is kept.</summary>
    public static KafkaStart Earliest { get; } = new EarliestStart();

    /// <summary>Behind the last message there is when the spout opens.</summary>
    public static KafkaStart Latest { get; } = new LatestStart();

    /// <summary>In every partition at an offset, or at the first message behind it that is kept. A partition that ends before it is an
    /// error.</summary>
    /// <param name="offset">The offset; not negative.</param>
    public static KafkaStart At(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new OffsetStart(offset);
    }

    /// <summary>At the first message with this timestamp or a later one, as the broker finds it. Behind the last message when all are
    /// older.</summary>
    /// <param name="time">The time; to the millisecond.</param>
    public static KafkaStart Time(DateTimeOffset time) => new TimeStart(time);

    /// <summary>What the brokers are asked for.</summary>
    internal abstract OffsetSpec Specification { get; }

    /// <summary>The offset that is asked for by its number; 0 where none is.</summary>
    internal virtual long Offset => 0;

    /// <inheritdoc/>
    public abstract override string ToString();

    private sealed record EarliestStart : KafkaStart
    {
        internal override OffsetSpec Specification => OffsetSpec.Earliest();

        public override string ToString() => "earliest";
    }

    private sealed record LatestStart : KafkaStart
    {
        internal override OffsetSpec Specification => OffsetSpec.Latest();

        public override string ToString() => "latest";
    }

    private sealed record OffsetStart(long Number) : KafkaStart
    {
        internal override OffsetSpec Specification => OffsetSpec.Earliest();

        internal override long Offset => Number;

        public override string ToString() => $"offset {Number}";
    }

    private sealed record TimeStart(DateTimeOffset Moment) : KafkaStart
    {
        internal override OffsetSpec Specification => OffsetSpec.ForTimestamp(Moment.ToUnixTimeMilliseconds());

        public override string ToString() => $"{Moment:O}";
    }
}
