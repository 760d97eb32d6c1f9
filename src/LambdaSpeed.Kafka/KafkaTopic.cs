namespace LambdaSpeed.Kafka;

/// <summary>Topics of Kafka as replayable sources, and as places of outputs.</summary>
public static class KafkaTopic
{
    /// <summary>Reads a topic whose messages' values are values of a codec.</summary>
    /// <inheritdoc cref="Read{T}(KafkaOptions, KafkaDecoder{T})"/>
    public static Func<ISpout<T>> Read<T>(KafkaOptions options, ICodec<T> codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return Read(options, (in KafkaMessage message) =>
        {
            var bytes = message.Value;
            var tuple = codec.Read(ref bytes);
            if (bytes.IsEmpty) return tuple;
            throw new CodecException($"{bytes.Length} byte(s) are left over behind a value of codec '{codec.Schema}'.");
        });
    }

    /// <summary>Reads the partitions of a topic.</summary>
    /// <remarks>Replay: from any offset that the topic's retention keeps. The assignment is fixed, and the positions are the run's own: no
    /// consumer group is joined, and any number of runs read a topic at once. Lost connections are made again, and reading goes on where it
    /// was; <c>run.Describe()</c> shows how the connection is doing. When retention has passed the position, the run fails with a
    /// <see cref="KafkaSourceException"/>: what was deleted would be missing without a word. New partitions are read from their
    /// offset 0. The spout never ends by itself. With <see cref="KafkaOptions.Group"/> a consumer group divides the partitions, and what
    /// holds then is said there.</remarks>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="options">Which topic, and from where.</param>
    /// <param name="decode">Makes a tuple of a message.</param>
    /// <returns>What <c>TopologyBuilder.AddSpout</c> takes.</returns>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    public static Func<ISpout<T>> Read<T>(KafkaOptions options, KafkaDecoder<T> decode)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(decode);
        options.Validate();
        var own = options.Partitions is { } partitions ? options with { Partitions = [.. partitions.Order()] } : options;
        return own.Group is { } group
            ? Spouts.Shared<T>($"the consumer group '{group}'", () => new KafkaGroupSpout<T>(own, decode))
            : () => new KafkaSpout<T>(own, decode);
    }

    /// <summary>Sends outputs to a topic, each with its id in the header <c>lambdaspeed-id</c> (<see cref="OutputHeader"/>).</summary>
    /// <remarks>An idempotent producer of each attempt sends what a committed epoch has put out, and the next epoch is committed when the
    /// brokers have acknowledged it: none is missing, also after a crash, and each partition has the outputs of a task in their order.
    /// Outputs with a key go where the producer's partitioner sends it; those without to one partition for each task. An output for which
    /// nothing is written has no value: where a topic is compacted, it deletes the key. After a crash the
    /// topic is looked through for the last epoch's ids, so that they do not come twice; where that cannot tell (retention has passed
    /// them, or a broker still takes what a process had sent before it was gone) an output comes again with the same id. While
    /// the brokers are away no epoch is committed and the spouts wait.</remarks>
    /// <param name="options">Which topic.</param>
    /// <returns>What <c>Stream.ToOutlet</c> takes.</returns>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    public static Func<IOutlet> Write(KafkaOutputOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return () => new KafkaOutlet(options);
    }
}
