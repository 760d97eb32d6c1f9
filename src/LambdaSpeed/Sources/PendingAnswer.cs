using System.Runtime.CompilerServices;

namespace LambdaSpeed.Sources;

/// <summary>A yes or no that an asynchronous source owes, so that a spout can look for it instead of waiting.</summary>
/// <remarks>All but the arrival itself is called by the owning task's step. While an answer is owed the source is not looked at: only its
/// own call of the continuation tells that it has settled, and a new question before that call could be lost.</remarks>
/// <param name="wake">Has the task looked at again.</param>
internal sealed class PendingAnswer(Action wake)
{
    private ConfiguredValueTaskAwaitable<bool>.ConfiguredValueTaskAwaiter _awaiter; // of the last question
    private Action? _onArrival;               // made once, so that a question does not allocate
    private volatile bool _hasArrived;        // set by whichever thread the source settles on
    private TaskCompletionSource? _arrival;   // told of the arrival, when someone closes meanwhile

    /// <summary>Whether a question was put whose answer was not taken.</summary>
    public bool IsOwed { get; private set; }

    /// <summary>Whether <see cref="Take"/> may be called.</summary>
    public bool HasArrived => _hasArrived;

    /// <summary>Puts a question; the task is woken when the answer comes later.</summary>
    public void Ask(ValueTask<bool> question)
    {
        IsOwed = true;
        _awaiter = question.ConfigureAwait(false).GetAwaiter();
        if (_awaiter.IsCompleted)
        {
            _hasArrived = true;
            return;
        }
        _hasArrived = false;
        _awaiter.UnsafeOnCompleted(_onArrival ??= Arrive);
    }

    /// <summary>Takes the answer that has arrived, or throws what went wrong instead.</summary>
    public bool Take()
    {
        IsOwed = false;
        _hasArrived = false;
        return _awaiter.GetResult();
    }

    /// <summary>Completes when nothing is owed any more; for closing, once.</summary>
    public Task ArriveAsync()
    {
        if (!IsOwed) return Task.CompletedTask;

        var arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _arrival, arrival);
        if (_hasArrived) arrival.TrySetResult();
        return arrival.Task;
    }

    private void Arrive()
    {
        _hasArrived = true;
        Interlocked.MemoryBarrier(); // pairs with the exchange in ArriveAsync: one of the two sees the other
        Volatile.Read(ref _arrival)?.TrySetResult();
        wake();
    }
}
