using LambdaSpeed.Logs;

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
        var next = _root.CreateSubdirectory($"log-{++_crashes}");
        while (!TryCopy(_current, next)) Empty(next);
        _current = next;
        await log.DisposeAsync().ConfigureAwait(false); // it writes to where nobody looks any more
    }

    /// <inheritdoc/>
    public override void Tear(int partition, ReadOnlySpan<byte> bytes)
    {
        var place = new DirectoryInfo(Path.Combine(_current.FullName, $"{ReplayLog.PartitionPrefix}{partition}"));
        var last = place.EnumerateFiles($"*{SegmentHeader.FileExtension}")
            .MaxBy(file => file.Name, StringComparer.Ordinal);
        using var file = last!.Open(FileMode.Append);
        file.Write(bytes);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return base.DisposeAsync();
    }

    /// <summary>False when a file has gone meanwhile: what was copied is not of one moment.</summary>
    private static bool TryCopy(DirectoryInfo source, DirectoryInfo target)
    {
        try
        {
            foreach (var file in source.EnumerateFiles().Where(file => file.Name != ReplayLog.LockName))
            {
                file.CopyTo(Path.Combine(target.FullName, file.Name));
            }
            return source.EnumerateDirectories().All(directory => TryCopy(directory, target.CreateSubdirectory(directory.Name)));
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private static void Empty(DirectoryInfo directory)
    {
        foreach (var file in directory.EnumerateFiles()) file.Delete();
        foreach (var inner in directory.EnumerateDirectories()) inner.Delete(recursive: true);
    }
}
