namespace LambdaSpeed.RabbitMQ;

/// <summary>Stream queues of RabbitMQ as replayable sources.</summary>
public static class RabbitMqStreams
{
    /// <summary>Reads streams whose messages are values of a codec.</summary>
    /// <inheritdoc cref="Read{T}(RabbitMqStreamOptions, StreamDecoder{T})"/>
    public static Func<ISpout<T>> Read<T>(RabbitMqStreamOptions options, ICodec<T> codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return Read(options, (in StreamMessage message) =>
        {
            var bytes = message.Body;
            var tuple = codec.Read(ref bytes);
            if (bytes.IsEmpty) return tuple;
            throw new CodecException($"{bytes.Length} byte(s) are left over behind a value of codec '{codec.Schema}'.");
        });
    }

    /// <summary>Reads streams, each a partition whose offsets are the positions.</summary>
    /// <remarks>Replay: from any offset that the stream's retention keeps. The positions are the run's own: nothing is stored at the
    /// server, and any number of runs read a stream at once. A lost connection is made again, with growing delays, and reading goes on
    /// where it was; <c>run.Describe()</c> shows how the connection is doing. When retention has passed the position, the run fails with a
    /// <see cref="RabbitMqException"/>: what was deleted would be missing without a word. The spout never ends by itself.</remarks>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="options">Which streams, and from where.</param>
    /// <param name="decode">Makes a tuple of a message.</param>
    /// <returns>What <c>TopologyBuilder.AddSpout</c> takes.</returns>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    public static Func<ISpout<T>> Read<T>(RabbitMqStreamOptions options, StreamDecoder<T> decode)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(decode);
        var broker = options.Validate();
        var own = options with { Streams = [.. options.Streams] };
        return () => new StreamSpout<T>(own, broker, decode);
    }

    /// <summary>The partitions of a super stream as RabbitMQ names them: <c>orders-0</c>, <c>orders-1</c> …</summary>
    /// <param name="superStream">The name of the super stream.</param>
    /// <param name="partitions">How many partitions it has; at least 1.</param>
    public static IReadOnlyList<string> PartitionsOf(string superStream, int partitions)
    {
        ArgumentException.ThrowIfNullOrEmpty(superStream);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        return [.. Enumerable.Range(0, partitions).Select(partition => $"{superStream}-{partition}")];
    }
}
