namespace LambdaSpeed;

/// <summary>What is appended to a log as one record.</summary>
/// <remarks>The memory is copied during the call it is handed to, and may be reused after it.</remarks>
public readonly ref struct LogEntry
{
    /// <summary>UTC ticks; 0 for the time of appending.</summary>
    internal readonly long Ticks;

    /// <summary>Creates an entry without a key.</summary>
    /// <param name="value">What is to be kept.</param>
    public LogEntry(ReadOnlySpan<byte> value) => Value = value;

    /// <summary>Creates an entry with a key.</summary>
    /// <param name="key">What decides the partition; empty is no key.</param>
    /// <param name="value">What is to be kept.</param>
    public LogEntry(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Key = key;
        Value = value;
    }

    /// <summary>What decides the partition, by its stable hash; empty is no key.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    /// <summary>What is to be kept.</summary>
    public ReadOnlySpan<byte> Value { get; init; }

    /// <summary>When it happened, kept to 100 ns and without the offset from UTC; null for the time at which it is appended (records that
    /// are written to the file together share that).</summary>
    public DateTimeOffset? Timestamp
    {
        get => Ticks == 0 ? null : new DateTimeOffset(Ticks, TimeSpan.Zero);
        init => Ticks = value?.UtcTicks ?? 0;
    }

    /// <summary>Named values that travel beside it.</summary>
    public ReadOnlySpan<LogHeader> Headers { get; init; }

    /// <summary>Whether it has a value and nothing else.</summary>
    internal bool IsPlain => Key.Length == 0 && Headers.Length == 0 && Ticks == 0;
}
