using Confluent.Kafka;

namespace LambdaSpeed.Kafka;

/// <summary>A message of a topic, while it is made a tuple. Key and value are in buffers that the next message overwrites, so nothing of
/// them may be kept.</summary>
public readonly ref struct KafkaMessage
{
    private static readonly Headers _none = [];

    private readonly Timestamp _timestamp;
    private readonly Headers? _headers;

    internal KafkaMessage(string topic, ConsumeResult<int, int> result, FieldBytes key, FieldBytes value)
    {
        Topic = topic;
        Partition = result.Partition.Value;
        Offset = result.Offset.Value;
        _timestamp = result.Message.Timestamp;
        _headers = result.Message.Headers;
        HasKey = result.Message.Key >= 0;
        HasValue = result.Message.Value >= 0;
        Key = key.Span(result.Message.Key);
        Value = value.Span(result.Message.Value);
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The partition.</summary>
    public int Partition { get; }

    /// <summary>Where it stands in the partition. Offsets grow, and some are left out.</summary>
    public long Offset { get; }

    /// <summary>Whether it has a key.</summary>
    public bool HasKey { get; }

    /// <summary>The key; empty when it has none. Valid until the decoder returns.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>Whether it has a value; without one it says, in compacted topics, that its key is deleted.</summary>
    public bool HasValue { get; }

    /// <summary>The value; empty when it has none. Valid until the decoder returns.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The client's own headers; empty when there are none.</summary>
    public Headers Headers => _headers ?? _none;

    /// <summary>When it was produced, or appended, as the topic is configured; to the millisecond. Null when the message does not
    /// say.</summary>
    public DateTimeOffset? Timestamp => _timestamp.Type == TimestampType.NotAvailable
        ? null
        : DateTimeOffset.FromUnixTimeMilliseconds(_timestamp.UnixTimestampMs);
}
