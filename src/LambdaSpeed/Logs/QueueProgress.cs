namespace LambdaSpeed.Logs;

/// <summary>What a queue keeps beside its consumer offsets: the single messages behind the floor that are dealt with.</summary>
internal static class QueueProgress
{
    private const byte Version = 1;

    public static byte[] ToBytes(IReadOnlyList<AcknowledgedOffsets> acknowledged)
    {
        var bytes = new byte[1 + acknowledged.Sum(offsets => offsets.SizeInBytes)];
        bytes[0] = Version;
        var at = 1;
        foreach (var offsets in acknowledged)
        {
            offsets.Write(bytes.AsSpan(at));
            at += offsets.SizeInBytes;
        }
        return bytes;
    }

    /// <summary>Where a queue goes on; at the first records of a log it is new to.</summary>
    /// <exception cref="LogMismatchException">The consumer is none of a queue, or of a newer version.</exception>
    public static AcknowledgedOffsets[] Load(ConsumerState state, ReplayLog log)
    {
        var extra = state.Extra.AsSpan();
        var acknowledged = new AcknowledgedOffsets[log.PartitionCount];
        if (extra.IsEmpty && !Enumerable.Range(0, acknowledged.Length).Any(partition => state.OffsetOf(partition) is not null))
        {
            for (var i = 0; i < acknowledged.Length; i++) acknowledged[i] = new AcknowledgedOffsets(log.FirstOffset(i));
            return acknowledged;
        }

        if (extra.IsEmpty || extra[0] != Version) throw NoQueue(state.Name);
        ReadOnlySpan<byte> rest = extra[1..];
        for (var i = 0; i < acknowledged.Length; i++)
        {
            var saved = AcknowledgedOffsets.TryRead(ref rest, state.OffsetOf(i) ?? 0) ?? throw NoQueue(state.Name);
            acknowledged[i] = Kept(saved, state, new LogPosition(i, log.FirstOffset(i)));
        }
        return acknowledged;
    }

    /// <summary>Retention was allowed to pass the queue: it goes on with the messages that are there.</summary>
    private static AcknowledgedOffsets Kept(AcknowledgedOffsets saved, ConsumerState state, LogPosition first)
    {
        if (first.Offset <= saved.Floor) return saved;

        state.WarnPassed(first.Partition, saved.Floor, first.Offset);
        return saved.From(first.Offset);
    }

    private static LogMismatchException NoQueue(string name) => new(
        $"Consumer '{name}' is not a queue, or one of a newer version. Remedy: choose another name, or delete the consumer.");
}
