namespace LambdaSpeed.RabbitMQ;

/// <summary>Where reading a stream begins when no checkpoint says where to go on. Immutable.</summary>
/// <remarks>Looked up once, when the spout opens: the place is a position from then on.</remarks>
public abstract record StreamStart
{
    private StreamStart()
    {
    }

    /// <summary>At the first message that is kept.</summary>
    public static StreamStart Earliest { get; } = new EarliestStart();

    /// <summary>Behind the last message there is when the spout opens: what was there by then is not read, and all that comes once the
    /// start has returned is. Of what comes while it opens, all is read from some message on. A stream without messages opens after six
    /// seconds, since a server may be slow; one that has messages and delivers none fails the start.</summary>
    public static StreamStart Latest { get; } = new LatestStart();

    /// <summary>In every stream at an offset, or at the first message behind it that is kept, or that comes. The offset may lie behind the
    /// stream's end: it is waited for, also by a run that goes on from a checkpoint before it has read anything.</summary>
    /// <param name="offset">The offset; not negative.</param>
    public static StreamStart At(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new OffsetStart(offset);
    }

    /// <summary>At the first message that came at a time or later, by the server's clock. The server finds the chunk, so some messages
    /// from shortly before may come too. Behind the last message, as <see cref="Latest"/>, when all came before.</summary>
    /// <param name="time">The time; to the second.</param>
    public static StreamStart Time(DateTimeOffset time) => new TimeStart(time);

    /// <summary>What the server is asked for.</summary>
    internal abstract object Specification { get; }

    /// <summary>Where to begin when the server finds nothing there; null for behind the last message.</summary>
    internal virtual long? Floor => null;

    /// <summary>A place that a stream need not reach to yet: as long as it is the position, nothing was read; null for none.</summary>
    internal virtual long? Ahead => null;

    /// <summary>Whether nothing that is there already is meant.</summary>
    internal virtual bool IsBehindAll => false;

    /// <inheritdoc/>
    public abstract override string ToString();

    private sealed record EarliestStart : StreamStart
    {
        internal override object Specification => "first";

        internal override long? Floor => 0;

        public override string ToString() => "earliest";
    }

    private sealed record LatestStart : StreamStart
    {
        internal override object Specification => "next";

        internal override bool IsBehindAll => true;

        public override string ToString() => "latest";
    }

    private sealed record OffsetStart(long Offset) : StreamStart
    {
        internal override object Specification => Offset;

        internal override long? Floor => Offset;

        internal override long? Ahead => Offset;

        public override string ToString() => $"offset {Offset}";
    }

    private sealed record TimeStart(DateTimeOffset Moment) : StreamStart
    {
        internal override object Specification => new global::RabbitMQ.Client.AmqpTimestamp(Moment.ToUnixTimeSeconds());

        public override string ToString() => $"{Moment:O}";
    }
}
