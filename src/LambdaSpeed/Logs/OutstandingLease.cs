namespace LambdaSpeed.Logs;

/// <summary>A message of a queue that is leased, or waits to be leased again.</summary>
internal sealed class OutstandingLease(LogLease lease)
{
    /// <summary>The newest lease of the message.</summary>
    public LogLease Lease { get; set; } = lease;

    /// <summary>When that lease ends, in UTC ticks; while the message waits: from when on it may be leased again.</summary>
    public long Due { get; set; }
}
