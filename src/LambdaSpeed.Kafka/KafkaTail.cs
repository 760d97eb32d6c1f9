using Confluent.Kafka;

namespace LambdaSpeed.Kafka;

/// <summary>Looks through the tail of a topic for outputs that may be there.</summary>
/// <remarks>It goes on where it was when it is asked again, so that nobody waits for it long.</remarks>
internal sealed class KafkaTail : IDisposable
{
    private readonly OutputHeader _header;
    private readonly IReadOnlyList<long> _ends;
    private readonly IConsumer<Ignore, Ignore>? _consumer;    // null when there is nothing to look through
    private readonly HashSet<int> _open;                      // partitions that are not looked through yet
    private readonly HashSet<(int Task, OutputId Id)> _sought; // and not found

    /// <param name="configuration">The producer's configuration: its connections, too.</param>
    /// <param name="mark">Where the topic ends.</param>
    /// <param name="header">Whose outputs.</param>
    /// <param name="mayBeOut">The outputs.</param>
    /// <param name="onLog">Hears what the client says.</param>
    public KafkaTail(
        ProducerConfig configuration, KafkaMark mark, OutputHeader header, IReadOnlyList<SealedOutputs> mayBeOut,
        Action<LogMessage> onLog)
    {
        _header = header;
        _ends = mark.Ends;
        _sought = [.. mayBeOut.SelectMany(outputs =>
            Enumerable.Range(0, outputs.Records.Count).Select(sequence => (outputs.Task, outputs.IdOf(sequence))))];
        KafkaMark[] marks = [.. mayBeOut.Where(outputs => !outputs.Mark.IsEmpty).Select(outputs => KafkaMark.FromBytes(outputs.Mark.Span))];
        LogPosition[] tails = [.. KafkaMark.Tails(marks, mark.Topic, mark.Ends)];
        _open = [.. tails.Select(tail => tail.Partition)];
        if (tails.Length == 0) return;
        _consumer = new ConsumerBuilder<Ignore, Ignore>(ConsumerOf(configuration))
            .SetLogHandler((_, message) => onLog(message))
            .SetErrorHandler((_, _) => { }) // the producer hears the same
            .Build();
        _consumer.Assign(tails.Select(tail => new TopicPartitionOffset(mark.Topic, tail.Partition, tail.Offset)));
    }

    /// <summary>What was found.</summary>
    public HashSet<(int Task, OutputId Id)> Found { get; } = [];

    /// <summary>How many were not found.</summary>
    public int Missing => _sought.Count;

    /// <summary>Looks on for a while; true when it was looked through, or everything is found.</summary>
    /// <exception cref="KafkaException">It cannot be read.</exception>
    public bool TryFinish(TimeProvider clock, TimeSpan patience)
    {
        var start = clock.GetTimestamp();
        while (_open.Count > 0 && _sought.Count > 0)
        {
            var left = patience - clock.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || _consumer!.Consume(left) is not { } result) return false;
            if (!result.IsPartitionEOF) Note(result.Message.Headers);
            if (result.IsPartitionEOF || result.Offset.Value + 1 >= _ends[result.Partition.Value]) _open.Remove(result.Partition.Value);
        }
        return true;
    }

    public void Dispose() => _consumer?.Dispose();

    private void Note(Headers? headers)
    {
        if (headers is null || !headers.TryGetLastBytes(OutputHeader.Name, out var text)) return;
        if (_header.TryRead(text, out var task, out var id) && _sought.Remove((task, id))) Found.Add((task, id));
    }

    private static ConsumerConfig ConsumerOf(ProducerConfig producer)
    {
        var shared = producer.Where(pair => !pair.Key.StartsWith("dotnet.", StringComparison.Ordinal));
        return new(shared.ToDictionary(pair => pair.Key, pair => pair.Value))
        {
            GroupId = "lambdaspeed", // the client wants one; nothing joins it
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Earliest, // what retention has deleted cannot be found
            IsolationLevel = IsolationLevel.ReadUncommitted, // others' open transactions hide nothing of ours
            EnablePartitionEof = true,
            FetchWaitMaxMs = 100,
            ConsumeResultFields = "headers",
        };
    }
}
