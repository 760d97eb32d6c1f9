namespace LambdaSpeed;

/// <summary>A bolt on a keyed stream: all tuples of one key come to the same task, and it may keep state for each key.</summary>
/// <remarks>Like <see cref="IBolt{TIn, TOut}"/>; in addition, what one call writes to its state takes effect only when the call returns
/// and is dropped when it throws. It has no <c>Tick</c>, on purpose: a tick belongs to a task, not to a key, so there would be no key
/// whose state it could use. What is to happen to a key by time is a timer's (<see cref="OnTimer"/>); what is without keys belongs into a
/// <see cref="Bolt{TIn, TOut}"/> behind.</remarks>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TIn">The tuples it reads.</typeparam>
/// <typeparam name="TOut">The tuples of its main output.</typeparam>
public abstract class KeyedBolt<TKey, TIn, TOut>
{
    /// <summary>Who and where this instance is; available after it was opened.</summary>
    protected ComponentContext Context { get; private set; } = null!;

    /// <summary>Called once before the first tuple; the place to declare state.</summary>
    /// <param name="context">Who and where this instance is.</param>
    /// <param name="state">Declares the state this bolt keeps by key.</param>
    public virtual void Open(ComponentContext context, IKeyedStateRegistry state)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
    }

    /// <summary>Processes one tuple.</summary>
    /// <param name="key">The tuple's key; the declared state is that of this key during the call.</param>
    /// <param name="input">The tuple.</param>
    /// <param name="output">Where results go; valid during the call.</param>
    public abstract void Execute(TKey key, TIn input, Emitter<TOut> output);

    /// <summary>A timer is due that was set for a key: it is not set any more. Atomic like the call for a tuple: when it throws, state,
    /// emits and
    /// the timer itself are as before. The component's policies apply, but that a timer has no tuple that could be a dead letter: with
    /// <see cref="TupleFailurePolicy.DeadLetter"/> it is left out, counted and logged as with
    /// <see cref="TupleFailurePolicy.Skip"/>.</summary>
    /// <remarks>What it emits has the timer's time as its event time, and comes behind the watermark before the one that made the timer
    /// due, so
    /// that it is late nowhere that the timer was set in time. By a timer of processing time the event time is the watermark. Timers fire
    /// in
    /// the order of their times, those of one time in no particular order.</remarks>
    /// <param name="key">The key; the declared state is that of this key during the call.</param>
    /// <param name="timer">Which timer, and when it was due.</param>
    /// <param name="output">Where results go; valid during the call.</param>
    public virtual void OnTimer(TKey key, TimerFiring timer, Emitter<TOut> output)
    {
    }

    /// <summary>By how much event time in what it emits may be behind the watermark, in ticks: by so much the watermark is held
    /// back.</summary>
    internal virtual long HeldBack => 0;

    /// <summary>Called once after the last tuple, also after a fault, if the bolt was opened.</summary>
    public virtual void Close()
    {
    }
}
