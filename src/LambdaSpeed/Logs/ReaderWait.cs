using System.Threading.Tasks.Sources;

namespace LambdaSpeed.Logs;

/// <summary>The wait of one reader for more; used again for its next one.</summary>
internal sealed class ReaderWait : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _answer = new() { RunContinuationsAsynchronously = true }; // reset by each wait
    private CancellationTokenRegistration _cancellation; // of the present wait
    private int _isPending;                              // 1 from the beginning of a wait to its first answer

    public ReaderWait() => Wakes = Wake;

    /// <summary><see cref="Wake"/> as a delegate that is made once.</summary>
    public Action Wakes { get; }

    public ValueTask Begin(CancellationToken cancellationToken)
    {
        _answer.Reset();
        Volatile.Write(ref _isPending, 1);
        var answer = new ValueTask(this, _answer.Version);
        _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((ReaderWait)state!).GiveUp(token), this);
        return answer;
    }

    /// <summary>From any thread; also when nobody waits.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isPending, 0) == 1) _answer.SetResult(true);
    }

    public void GetResult(short token)
    {
        _cancellation.Dispose();
        _cancellation = default;
        _answer.GetResult(token);
    }

    public ValueTaskSourceStatus GetStatus(short token) => _answer.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    private void GiveUp(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isPending, 0) == 1) _answer.SetException(new OperationCanceledException(cancellationToken));
    }
}
