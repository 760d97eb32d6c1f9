namespace LambdaSpeed.Testing;

/// <summary>A call whose fate is decided.</summary>
/// <param name="What">What is called, as in "commit".</param>
/// <param name="Number">Which call of its plan it is, from 0.</param>
/// <param name="Fault">How it fails.</param>
internal readonly record struct PlannedCall(string What, long Number, InjectedFault Fault)
{
    /// <summary>Does it fail before anything is done?</summary>
    public bool FailsBefore => Fault is InjectedFault.Before or InjectedFault.TimeOut;

    /// <summary>Does it fail after all was done?</summary>
    public bool FailsAfter => Fault == InjectedFault.After;

    /// <summary>What it fails with.</summary>
    public Exception Failure => Fault switch
    {
        InjectedFault.Before => new InjectedFaultException($"{What} {Number} failed before it began"),
        InjectedFault.TimeOut => new TaskCanceledException($"{What} {Number} took too long"),
        InjectedFault.After => new InjectedFaultException($"the answer of {What} {Number} was lost"),
        _ => throw new InvariantViolationException($"{What} {Number} was to fail by {Fault}"),
    };

    /// <param name="call">What is done.</param>
    /// <param name="asSeen">What callers are to see of a failure; null for the failure itself.</param>
    public void Make(Action call, Func<Exception, Exception>? asSeen = null)
    {
        if (FailsBefore) throw Seen(asSeen);
        call();
        if (FailsAfter) throw Seen(asSeen);
    }

    /// <inheritdoc cref="Make"/>
    public async ValueTask MakeAsync(Func<ValueTask> call, Func<Exception, Exception>? asSeen = null)
    {
        if (FailsBefore) throw Seen(asSeen);
        await call().ConfigureAwait(false);
        if (FailsAfter) throw Seen(asSeen);
    }

    private Exception Seen(Func<Exception, Exception>? asSeen) => asSeen is null ? Failure : asSeen(Failure);
}
