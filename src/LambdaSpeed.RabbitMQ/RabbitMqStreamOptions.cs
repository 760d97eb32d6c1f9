namespace LambdaSpeed.RabbitMQ;

/// <summary>Which streams are read, and from where; checked once, by <see cref="RabbitMqStreams"/>.</summary>
public sealed record RabbitMqStreamOptions : RabbitMqOptions
{
    /// <summary>The streams, each a partition, in order. A run that goes on from a checkpoint must be given the same list, or more behind
    /// it. Stream i is read by task i modulo the number of tasks, which may change.</summary>
    public required IReadOnlyList<string> Streams { get; init; }

    /// <summary>Where reading begins when no checkpoint says where to go on.</summary>
    /// <value><see cref="StreamStart.Earliest"/>.</value>
    public StreamStart Start { get; init; } = StreamStart.Earliest;

    /// <exception cref="ArgumentException">An option cannot be.</exception>
    internal Broker Validate()
    {
        ArgumentNullException.ThrowIfNull(Start);
        ArgumentNullException.ThrowIfNull(Streams);
        if (Streams.Count == 0 || Streams.Any(string.IsNullOrEmpty)) throw new ArgumentException(
            $"{nameof(RabbitMqStreamOptions)}.{nameof(Streams)} must name one stream at least, each by its name.", nameof(Streams));
        if (Streams.Distinct(StringComparer.Ordinal).Count() < Streams.Count) throw new ArgumentException(
            $"{nameof(RabbitMqStreamOptions)}.{nameof(Streams)} names a stream twice: its messages would count twice.", nameof(Streams));
        return new Broker(this);
    }
}
