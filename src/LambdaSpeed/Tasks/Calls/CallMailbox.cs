using System.Diagnostics.CodeAnalysis;

namespace LambdaSpeed.Tasks.Calls;

/// <summary>Where the calls of one task come back to: any thread posts, the owning task's step takes.</summary>
/// <remarks>A linked list of the calls themselves, so that nothing is allocated and nobody waits. A task of a later attempt has a mailbox
/// of its own: what comes back from a call of a former one is looked at by nobody.</remarks>
internal sealed class CallMailbox<TIn, TOut>(Action wake)
{
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AsyncCall<TIn, TOut>? _newest; // posted last, and linked to the one before; any thread
    private AsyncCall<TIn, TOut>? _first;  // taken out of the list and linked to the next; the step's
    private int _awaited = 1; // calls that have not completed, and one more until it is closed; any thread

    /// <summary>Has a call come back?</summary>
    public bool HasAny => _first is not null || Volatile.Read(ref _newest) is not null;

    /// <summary>A call is under way that will be posted.</summary>
    public void Expect() => Interlocked.Increment(ref _awaited);

    /// <summary>A call has completed. Any thread.</summary>
    public void Post(AsyncCall<TIn, TOut> call)
    {
        AsyncCall<TIn, TOut>? newest;
        do
        {
            newest = Volatile.Read(ref _newest);
            call.NextPosted = newest;
        }
        while (Interlocked.CompareExchange(ref _newest, call, newest) != newest);
        wake();
        Settle();
    }

    /// <summary>Takes the call that came back first.</summary>
    public bool TryTake([MaybeNullWhen(false)] out AsyncCall<TIn, TOut> call)
    {
        if (_first is null) TakeOverAll();
        call = _first;
        if (call is null) return false;

        _first = call.NextPosted;
        call.NextPosted = null;
        return true;
    }

    /// <summary>No further call begins: completes when all have come back. Called once.</summary>
    public Task CloseAsync()
    {
        Settle();
        return _empty.Task;
    }

    private void TakeOverAll()
    {
        for (var call = Interlocked.Exchange(ref _newest, null); call is not null;)
        {
            var before = call.NextPosted;
            call.NextPosted = _first;
            _first = call;
            call = before;
        }
    }

    private void Settle()
    {
        if (Interlocked.Decrement(ref _awaited) == 0) _empty.TrySetResult();
    }
}
