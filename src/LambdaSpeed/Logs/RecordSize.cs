namespace LambdaSpeed.Logs;

/// <summary>States how large a record may be.</summary>
internal static class RecordSize
{
    /// <summary>The bytes to reserve for a record that is not too large.</summary>
    public static int Require(in LogEntry entry, int maxRecordBytes)
    {
        var size = RecordFormat.MaxSizeOf(entry);
        if (size - RecordFormat.MaxPrefixBytes > maxRecordBytes) throw TooLarge(entry, size - RecordFormat.MaxPrefixBytes, maxRecordBytes);
        return (int)size;
    }

    private static ArgumentException TooLarge(in LogEntry entry, long size, int maxRecordBytes) => new(
        $"A record of {size} bytes (key {entry.Key.Length}, value {entry.Value.Length}) is larger than MaxRecordBytes, {maxRecordBytes}. " +
        $"Remedy: raise that option, up to {ReplayLogOptions.LargestRecordBytes}, or keep large values elsewhere and append where they " +
        "are.", nameof(entry));
}
