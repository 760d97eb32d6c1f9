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
    private AsyncCall<TIn, TOut>? _oldest; // of those under way
    private AsyncCall<TIn, TOut>? _newest; // likewise
    private AsyncCall<TIn, TOut>? _free;   // the first of those not in use

    /// <summary>How many are under way; those left behind are not.</summary>
    public int Count { get; private set; }

    /// <summary>Has one come back?</summary>
    public bool HasCompleted => _mailbox.HasAny;

    /// <summary>When the first of those under way has taken too long; the greatest time when there is none.</summary>
    public TimeSpan FirstDeadline => _oldest?.Deadline ?? TimeSpan.MaxValue;

    /// <summary>Calls the bolt for a tuple; true when the call has completed within, else it is under way.</summary>
    public bool BeginOrAwait(HeldTuple<TIn, TOut> held, out AsyncCall<TIn, TOut> call)
    {
        call = _free ?? new AsyncCall<TIn, TOut>(output.Apart(), _mailbox);
        _free = call.After;
        call.For = held;
        if (call.Begin(bolt)) return true;

        call.Deadline = context.Now() + timeout;
        Add(call);
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
                Remove(call);
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
        if (_oldest is not { } call || call.Deadline > now) return false;

        held = call.For!;
        LeaveBehind(call);
        return true;
    }

    public void LeaveAllBehind()
    {
        while (_oldest is { } call) LeaveBehind(call);
    }

    /// <summary>A call is done with, and what it held handed on or not wanted.</summary>
    public void Recycle(AsyncCall<TIn, TOut> call)
    {
        call.Reset();
        call.After = _free;
        _free = call;
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
        Remove(call);
        call.For = null;
        _counters.AddLeftBehind(1);
        call.Cancel();
    }

    private void Add(AsyncCall<TIn, TOut> call)
    {
        (call.Before, call.After) = (_newest, null);
        if (_newest is null) _oldest = call;
        else _newest.After = call;
        _newest = call;
        Count++;
    }

    private void Remove(AsyncCall<TIn, TOut> call)
    {
        if (call.Before is null) _oldest = call.After;
        else call.Before.After = call.After;
        if (call.After is null) _newest = call.Before;
        else call.After.Before = call.Before;
        (call.Before, call.After) = (null, null);
        Count--;
    }
}
