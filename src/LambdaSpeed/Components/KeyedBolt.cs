namespace LambdaSpeed;

/// <summary>A bolt on a keyed stream: all tuples of one key come to the same task, and it may keep state for each key.</summary>
/// <remarks>Like <see cref="IBolt{TIn, TOut}"/>; in addition, what one call writes to its state takes effect only when the call returns
/// and is dropped when it throws. It has no <c>Tick</c>, on purpose: a tick belongs to a task, not to a key, so there would be no key
/// whose state it could use. What is to happen by time and without keys belongs into a <see cref="Bolt{TIn, TOut}"/> behind; timers of a
/// key are another thing, which is not there yet.</remarks>
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

    /// <summary>Called once after the last tuple, also after a fault, if the bolt was opened.</summary>
    public virtual void Close()
    {
    }
}
