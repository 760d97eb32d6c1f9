namespace LambdaSpeed;

/// <summary>A bolt that calls the outside (a service, a database) and does not hold up its worker meanwhile: several calls of one task are
/// under way at once.</summary>
/// <remarks>
/// <para>One instance for each task. Calls begin one at a time, on a worker of the run, and go on wherever their awaits resume: so
/// several are in the class at once, and what they share must be safe for that. What comes before the first await must not block.</para>
/// <para>What a call emits is held until it completes, and dropped when it throws or takes longer than
/// <see cref="AsyncOptions.Timeout"/>. Then <see cref="ComponentOptions.Retry"/> and <see cref="ComponentOptions.OnFailure"/> apply as to
/// any bolt.</para>
/// <para>A call may be made again for the same tuple: after a failure, and when the run, or its next start, goes on from an epoch during
/// which it was under way. What it emits counts once all the same; what it does outside should be harmless when done twice.</para>
/// </remarks>
/// <typeparam name="TIn">The tuples it reads; each must not be changed while it is held. With checkpoints they need a codec.</typeparam>
/// <typeparam name="TOut">The tuples of its main output.</typeparam>
public abstract class AsyncBolt<TIn, TOut>
{
    /// <summary>Who and where this instance is; available after it was opened.</summary>
    protected ComponentContext Context { get; private set; } = null!;

    /// <summary>Called once before the first tuple.</summary>
    /// <param name="context">Who and where this instance is.</param>
    /// <param name="cancellationToken">The start was given up.</param>
    public virtual ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        return ValueTask.CompletedTask;
    }

    /// <summary>Processes one tuple.</summary>
    /// <param name="input">The tuple.</param>
    /// <param name="output">Where results go; valid until the call completes, on any thread, but on one at a time.</param>
    /// <param name="cancellationToken">The call has taken too long, or the run ends. A call that does not heed it is left behind: it
    /// counts for nothing any more, and goes on beside the others.</param>
    public abstract ValueTask ExecuteAsync(TIn input, Emitter<TOut> output, CancellationToken cancellationToken);

    /// <summary>Called once at the end, also after a fault, if the bolt was opened: when all calls have completed, or have been given 5 s
    /// to heed their cancellation.</summary>
    public virtual ValueTask CloseAsync() => ValueTask.CompletedTask;
}
