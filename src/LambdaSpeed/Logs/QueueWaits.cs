namespace LambdaSpeed.Logs;

/// <summary>Those who wait for a message of a queue: all look again when something may have changed.</summary>
internal sealed class QueueWaits : IDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly ITimer _timer;
    private TaskCompletionSource _more = NewSource(); // completed and replaced by each wake

    public QueueWaits(TimeProvider timeProvider, Action wake)
    {
        _timeProvider = timeProvider;
        _timer = timeProvider.CreateTimer(
            static state => ((Action)state!)(), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes with the next wake.</summary>
    public Task More => Volatile.Read(ref _more).Task;

    public void Wake() => Interlocked.Exchange(ref _more, NewSource()).TrySetResult();

    /// <summary>Has the clock wake at a time, in UTC ticks.</summary>
    public void WakeAt(long? due)
    {
        if (due is not { } ticks) return;

        var delay = TimeSpan.FromTicks(Math.Max(0, ticks - _timeProvider.GetUtcNow().UtcTicks));
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Wake();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
