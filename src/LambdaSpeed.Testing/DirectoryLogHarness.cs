namespace LambdaSpeed.Testing;

/// <summary>A replay log in a directory of its own: to find out whether a file system, a mounted share, or a platform keeps what a log
/// needs of it.</summary>
/// <remarks>A crash is that of the process: the files go on as they are at that moment, in another directory, without what the log would
/// have written at its end. It does not show what a cut of power takes.</remarks>
public sealed class DirectoryLogHarness : LogHarness
{
    private readonly DirectoryInfo _root;
    private DirectoryInfo _current; // where the log is now
    private int _crashes;           // so far

    /// <param name="parent">A directory on what is put to the test; null for the place of temporary files.</param>
    public DirectoryLogHarness(string? parent = null)
    {
        _root = parent is null
            ? Directory.CreateTempSubdirectory("lambdaspeed-log-")
            : Directory.CreateDirectory(Path.Combine(parent, $"lambdaspeed-log-{Path.GetRandomFileName()}"));
        _current = _root.CreateSubdirectory("log-0");
    }

    /// <summary>How the log is opened.</summary>
    /// <value>The defaults.</value>
    public ReplayLogOptions OpenedWith { get; init; } = new();

    /// <inheritdoc/>
    public override ReplayLogOptions Options => OpenedWith;

    /// <inheritdoc/>
    public override bool CanTear => true;

    /// <inheritdoc/>
    public override Task<ReplayLog> OpenAsync(ReplayLogOptions options, CancellationToken cancellationToken) =>
        ReplayLog.OpenAsync(_current.FullName, options, cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async Task CrashAsync(ReplayLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var next = new DirectoryInfo(Path.Combine(_root.FullName, $"log-{++_crashes}"));
        CrashedDirectory.Copy(_current.FullName, next.FullName);
        _current = next;
        await log.DisposeAsync().ConfigureAwait(false); // it writes to where nobody looks any more
    }

    /// <inheritdoc/>
    public override void Tear(int partition, ReadOnlySpan<byte> bytes) => CrashedDirectory.TearLog(_current.FullName, partition, bytes);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return base.DisposeAsync();
    }
}
