namespace LambdaSpeed.Intake;

/// <summary>Makes the window of an intake anew from the end of each partition.</summary>
internal static class MessageWindowReader
{
    /// <summary>Reads at most <see cref="IntakeOptions.Window"/> records of each partition. What is read was made durable before, since a
    /// duplicate of it will be acknowledged at once.</summary>
    /// <exception cref="LogWriteException">The end of the log could not be made durable.</exception>
    /// <exception cref="LogCorruptionException">The log is damaged there.</exception>
    public static MessageWindow Read(ReplayLog log, IntakeOptions options)
    {
        var window = new MessageWindow(log.PartitionCount, options.Window);
        var prefix = MessageHeader.PrefixOf(options.Name);
        for (var partition = 0; partition < log.PartitionCount; partition++)
        {
            var writer = log.Writers[partition];
            var generation = writer.Generation; // before the offset: what is withdrawn in between makes the sync fail
            writer.Sync(writer.NextOffset, generation);
            var end = writer.DurableOffset;
            while (!TryReadTo(log, partition, end, prefix, window))
            {
                // retention has passed the place: its new first record is the start
            }
            window.MoveTo(partition, end);
        }
        return window;
    }

    private static bool TryReadTo(ReplayLog log, int partition, long end, byte[] prefix, MessageWindow window)
    {
        var start = Math.Max(window.StartFor(end), log.FirstOffset(partition));
        try
        {
            using var reader = log.OpenReader(partition, LogStart.At(new LogPosition(partition, start)));
            while (reader.NextOffset < end && reader.TryRead(out var record))
            {
                if (MessageHeader.TryRead(prefix, record, out var id, out var parts)) window.Add(id, parts, record.Position);
            }
            return true;
        }
        catch (LogPositionException) when (log.FirstOffset(partition) > start)
        {
            return false;
        }
    }
}
