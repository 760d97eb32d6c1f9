using LambdaSpeed.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Logs;

/// <summary>Has retention look at the partitions: once a minute, and soon after a segment was ended.</summary>
internal sealed class RetentionTimer : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ReplayLog _log;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private int _isRunning; // 1 while it looks

    public RetentionTimer(ReplayLog log, TimeProvider timeProvider, ILogger logger)
    {
        _log = log;
        _logger = logger;
        _timer = timeProvider.CreateTimer(static state => ((RetentionTimer)state!).Run(), this, Interval, Interval);
        foreach (var writer in log.Writers) writer.OnRoll = () => _timer.Change(TimeSpan.Zero, Interval);
    }

    public void Run()
    {
        if (Interlocked.Exchange(ref _isRunning, 1) == 1) return;

        foreach (var writer in _log.Writers)
        {
            try
            {
                writer.Expire(_log.Consumers.HoldOf(writer.Index));
            }
            catch (Exception exception) // on a thread of the pool, where nobody else would
            {
                LogMessages.RetentionFailed(_logger, writer.Index, exception);
            }
        }
        Volatile.Write(ref _isRunning, 0);
    }

    public void Dispose() => _timer.Dispose();
}
