namespace LambdaSpeed.Testing;

/// <summary>A place that a replay log is kept at, as the contract tests see it: a directory of a file system, a disk in memory. For a
/// directory there is <see cref="DirectoryLogHarness"/>.</summary>
/// <remarks>A place is empty at first and serves one test. Disposing it deletes what it holds.</remarks>
public abstract class LogHarness : IAsyncDisposable
{
    /// <summary>How the log is opened; clauses change the number of partitions, the length of segments, and retention.</summary>
    /// <value>The defaults.</value>
    public virtual ReplayLogOptions Options => new();

    /// <summary>Can <see cref="Tear"/> be called?</summary>
    /// <value>False.</value>
    public virtual bool CanTear => false;

    /// <summary>Opens the log; another object each time.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract Task<ReplayLog> OpenAsync(ReplayLogOptions options, CancellationToken cancellationToken);

    /// <summary>Has the process that writes the log die without a farewell, or the machine: what is opened then is what that has left.
    /// The log is not used any more, nor disposed by anybody else.</summary>
    /// <param name="log">The log, open for writing.</param>
    public abstract Task CrashAsync(ReplayLog log);

    /// <summary>Leaves bytes of a write that a crash has torn behind all that a partition holds. While the log is not open.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="bytes">The bytes.</param>
    public virtual void Tear(int partition, ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
