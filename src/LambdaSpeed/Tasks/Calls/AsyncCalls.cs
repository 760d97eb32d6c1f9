using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using LambdaSpeed.Diagnostics;

namespace LambdaSpeed.Tasks.Calls;

/// <summary>The calls of one task of an async bolt: begins them, tells which have completed or take too long, and cancels them.</summary>
/// <remarks>Those under way are a list in the order in which they began, which is that of their deadlines; those not in use are kept.
/// Touched only by the owning task's step.</remarks>
[DebuggerDisplay("{Count} under way")]
internal sealed class AsyncCalls<TIn, TOut>(StageContext context, AsyncBolt<TIn, TOut> bolt, Emitter<TOut> output, TimeSpan timeout)
{
    private static readonly TimeSpan _longestFarewell = TimeSpan.FromSeconds(5); // for calls that were cancelled at the end

    private readonly CallMailbox<TIn, TOut> _mailbox = new(context.Component.Wake);
    private readonly CallCounters _counters = context.CountCalls();
    private readonly LinkedList<AsyncCall<TIn, TOut>> _underWay = new(); // in the order in which they began
    private readonly Stack<AsyncCall<TIn, TOut>> _free = new();          // those not in use

    /// <summary>How many are under way; those left behind are not.</summary>
    public int Count => _underWay.Count;

    /// <summary>Has one come back?</summary>
    public bool HasCompleted => _mailbox.HasAny;

    /// <summary>When the first of those under way has taken too long; the greatest time when there is none.</summary>
    public TimeSpan FirstDeadline => _underWay.First?.Value.Deadline ?? TimeSpan.MaxValue;

    /// <summary>Calls the bolt for a tuple; true when the call has completed within, else it is under way.</summary>
    public bool BeginOrAwait(HeldTuple<TIn, TOut> held, out AsyncCall<TIn, TOut> call)
    {
        if (!_free.TryPop(out call!)) call = new AsyncCall<TIn, TOut>(output.Apart(), _mailbox);
        call.For = held;
        if (call.Begin(bolt)) return true;

        call.Deadline = context.Now() + timeout;
        _underWay.AddLast(call.Place);
        _mailbox.Expect();
        call.Await();
        return false;
    }

    /// <summary>Takes one that has completed. Those that were left behind are done with here.</summary>
    public bool TryTakeCompleted([MaybeNullWhen(false)] out AsyncCall<TIn, TOut> call)
    {
        while (_mailbox.TryTake(out call))
        {
            if (call.For is not null)
            {
                _underWay.Remove(call.Place);
                return true;
            }
            call.TakeOutcome(); // another may have been made for its tuple meanwhile
            _counters.AddLeftBehind(-1);
            Recycle(call);
        }
        return false;
    }

    /// <summary>Leaves a call behind that has taken too long, and gives its tuple.</summary>
    public bool TryTakeOverdue(TimeSpan now, [MaybeNullWhen(false)] out HeldTuple<TIn, TOut> held)
    {
        held = null;
        if (_underWay.First?.Value is not { } call || call.Deadline > now) return false;

        held = call.For!;
        LeaveBehind(call);
        return true;
    }

    public void LeaveAllBehind()
    {
        while (_underWay.First is { } first) LeaveBehind(first.Value);
    }

    /// <summary>A call is done with, and what it held handed on or not wanted.</summary>
    public void Recycle(AsyncCall<TIn, TOut> call)
    {
        call.Reset();
        _free.Push(call);
    }

    /// <summary>Cancels all, and waits a while for them. After the last step.</summary>
    public async Task CloseAsync()
    {
        LeaveAllBehind();
        var ended = _mailbox.CloseAsync();
        await ended.WaitAsync(_longestFarewell, context.Options.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCompleted)
        {
            LogMessages.CallsLeftBehind(
                context.Component.Logger, context.Component.Component, context.Component.TaskIndex, _longestFarewell);
        }
        while (_mailbox.TryTake(out var call)) call.TakeOutcome();
    }

    /// <summary>Cancels a call and forgets whose it is: it may go on for as long as it likes.</summary>
    private void LeaveBehind(AsyncCall<TIn, TOut> call)
    {
        _underWay.Remove(call.Place);
        call.For = null;
        _counters.AddLeftBehind(1);
        call.Cancel();
    }
}
