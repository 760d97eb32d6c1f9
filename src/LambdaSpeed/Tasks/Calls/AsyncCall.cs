using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.Tasks.Calls;

/// <summary>One call of an async bolt: what it emits, its cancellation, and how its completion comes back. Used again for others.</summary>
/// <remarks>Between its begin and its completion it belongs to the user's code, whatever was decided about it meanwhile; else to the
/// owning task's step. So one that was given up on is not used again before it has completed.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing, and a call may look at its token late.")]
internal sealed class AsyncCall<TIn, TOut>
{
    private readonly Action _onCompleted;
    private CancellationTokenSource _cancellation = new(); // replaced when it was used
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _operation; // of the call at hand

    public AsyncCall(Emitter<TOut> output, CallMailbox<TIn, TOut> mailbox)
    {
        Output = output;
        Place = new(this);
        _onCompleted = () => mailbox.Post(this);
    }

    /// <summary>Holds what the call emits.</summary>
    public Emitter<TOut> Output { get; }

    /// <summary>The tuple it is made for; null when it was given up on.</summary>
    public HeldTuple<TIn, TOut>? For { get; set; }

    /// <summary>When it has taken too long.</summary>
    public TimeSpan Deadline { get; set; }

    /// <summary>Its place among those under way, in the order in which they began.</summary>
    public LinkedListNode<AsyncCall<TIn, TOut>> Place { get; }

    /// <summary>The next call in the mailbox; the mailbox writes it, on any thread.</summary>
    public AsyncCall<TIn, TOut>? NextPosted { get; set; }

    /// <summary>Calls the bolt; true when the call has completed within.</summary>
    public bool Begin(AsyncBolt<TIn, TOut> bolt)
    {
        Output.Begin();
        ValueTask operation;
        try
        {
            operation = bolt.ExecuteAsync(For!.Tuple, Output, _cancellation.Token);
        }
        catch (Exception exception)
        {
            operation = ValueTask.FromException(exception);
        }
        _operation = operation.ConfigureAwait(false).GetAwaiter();
        return _operation.IsCompleted;
    }

    /// <summary>Has the call come into the mailbox when it completes; perhaps at once, on any thread.</summary>
    public void Await() => _operation.UnsafeOnCompleted(_onCompleted);

    /// <summary>Cancels the call. What the user has registered for that is called by the thread pool.</summary>
    public void Cancel() => _ = _cancellation.CancelAsync();

    /// <summary>After the completion: what it failed with, or null.</summary>
    public Exception? TakeOutcome()
    {
        Output.End();
        var operation = _operation;
        _operation = default;
        try
        {
            operation.GetResult();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <summary>Makes it ready for another tuple.</summary>
    public void Reset()
    {
        For = null;
        Output.Clear();
        if (!_cancellation.TryReset()) _cancellation = new();
    }
}
