using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace LambdaSpeed.Logs;

/// <summary>One who waits for a record to become durable; pooled.</summary>
/// <remarks>Answered exactly once, by whoever takes it out of the queue.</remarks>
internal sealed class DurabilityWaiter : IValueTaskSource<LogPosition>
{
    private const int MaxPooled = 256;

    private static readonly ConcurrentQueue<DurabilityWaiter> Pool = new();

    private ManualResetValueTaskSourceCore<LogPosition> _answer = new() { RunContinuationsAsynchronously = true }; // reset on return
    private CancellationTokenRegistration _cancellation; // of the present wait
    private DurabilityQueue? _queue;                     // where it waits
    private LogPosition _result;                         // what it is told

    /// <summary>The record that is to become durable.</summary>
    public LogPosition Position { get; private set; }

    public static DurabilityWaiter Rent(DurabilityQueue queue, LogPosition position, LogPosition result)
    {
        var waiter = Pool.TryDequeue(out var pooled) ? pooled : new DurabilityWaiter();
        waiter._queue = queue;
        waiter.Position = position;
        waiter._result = result;
        return waiter;
    }

    /// <summary>What the caller awaits; called once, when the waiter is in its queue.</summary>
    public ValueTask<LogPosition> Answer(CancellationToken cancellationToken)
    {
        var answer = new ValueTask<LogPosition>(this, _answer.Version);
        _cancellation = cancellationToken.UnsafeRegister(
            static (state, token) => ((DurabilityWaiter)state!).GiveUp(token), this);
        return answer;
    }

    public void Complete() => _answer.SetResult(_result);

    public void Fail(Exception error) => _answer.SetException(error);

    public LogPosition GetResult(short token)
    {
        _cancellation.Dispose(); // waits for a callback that is running: after it nobody touches this waiter
        try
        {
            return _answer.GetResult(token);
        }
        finally
        {
            _answer.Reset();
            _cancellation = default;
            _queue = null;
            if (Pool.Count < MaxPooled) Pool.Enqueue(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _answer.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    private void GiveUp(CancellationToken cancellationToken)
    {
        if (_queue is { } queue && queue.Remove(this)) _answer.SetException(new OperationCanceledException(cancellationToken));
    }
}
