using System.Diagnostics;
using LambdaSpeed.Diagnostics;
using LambdaSpeed.Lambda.Publications;
using LambdaSpeed.Storage;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed;

/// <summary>A run's hold on a publication directory: tells batch jobs elsewhere which cuts there are, and publishes what they
/// offer.</summary>
/// <remarks>Made by <see cref="TopologyRun.WatchPublications(string, PublicationOptions?)"/>. Ends with the run, or when it is disposed.
/// Safe from any thread.</remarks>
[DebuggerDisplay("{Directory}")]
public sealed class PublicationWatch : IAsyncDisposable
{
    private readonly PublicationFolder _folder;
    private readonly Publisher _publisher;
    private readonly Func<byte[]> _announce;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly IDisposable _lock;
    private readonly CancellationTokenSource _stopping = new();
    private readonly FileSystemWatcher? _watcher;
    private readonly Task _work;
    private volatile TaskCompletionSource _bell = NewBell(); // rung when there may be something to do; replaced by the loop

    internal PublicationWatch(
        IStorage storage, PublicationOptions options, Func<string, IPublicationTarget?> find, Func<byte[]> announce, TimeProvider clock,
        ILogger logger)
    {
        _folder = new(storage);
        _publisher = new(_folder, find, logger);
        (_announce, _interval, _clock, _logger) = (announce, options.PollInterval, clock, logger);
        Directory = storage.Name;
        _lock = storage.Lock("watched.lock");
        _watcher = TryWatch(Directory);
        _work = Task.Run(WatchAsync);
    }

    /// <summary>The directory, as a full path.</summary>
    public string Directory { get; }

    /// <summary>Stops watching. A publication that is being taken is left without an answer: the next watch takes it.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Completes when the loop has ended and the directory is free.</summary>
    internal Task Ended => _work;

    /// <summary>There may be something to do. Any thread.</summary>
    internal void Ring() => _bell.TrySetResult();

    /// <summary>Ends the loop, which frees the directory. Any thread, as often as you like.</summary>
    internal void Stop()
    {
        _stopping.Cancel();
        Ring();
    }

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FileSystemWatcher? TryWatch(string directory)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(directory, "*" + PublicationFolder.ManifestEnd);
            watcher.Created += (_, _) => Ring();
            watcher.Renamed += (_, _) => Ring();
            watcher.Error += (_, _) => Ring(); // it has lost some: look
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            watcher?.Dispose();
            LogMessages.WatchingByPolling(_logger, directory, _interval, exception);
            return null;
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                _bell = NewBell(); // before the look: what comes meanwhile rings again
                if (!await TryLookAsync().ConfigureAwait(false)) return;
                await _bell.Task.WaitAsync(_interval, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            _watcher?.Dispose();
            _lock.Dispose();
        }
    }

    /// <summary>Announces and takes what there is; false when the run is over.</summary>
    private async Task<bool> TryLookAsync()
    {
        try
        {
            _folder.Announce(_announce());
            await _publisher.TakeAllAsync(_stopping.Token).ConfigureAwait(false);
            _folder.Announce(_announce()); // what is published now
        }
        catch (Exception exception) when (exception is OperationCanceledException or RunFaultedException)
        {
            return false;
        }
        catch (InvalidOperationException) when (_stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception) // a disk, mostly; whatever it is must not end the hand-over for good, so it is tried again
        {
            LogMessages.PublicationsFailed(_logger, Directory, _interval, exception);
        }
        return true;
    }
}
