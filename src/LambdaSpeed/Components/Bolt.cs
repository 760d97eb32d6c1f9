namespace LambdaSpeed;

/// <summary>A bolt with everything but <see cref="Execute"/> already there.</summary>
/// <typeparam name="TIn">The tuples it reads.</typeparam>
/// <typeparam name="TOut">The tuples of its main output.</typeparam>
public abstract class Bolt<TIn, TOut> : IBolt<TIn, TOut>
{
    /// <summary>Who and where this instance is; available after it was opened.</summary>
    protected ComponentContext Context { get; private set; } = null!;

    /// <inheritdoc/>
    public virtual void Open(ComponentContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
    }

    /// <inheritdoc/>
    public abstract void Execute(TIn input, Emitter<TOut> output);

    /// <inheritdoc/>
    public virtual void Tick(Emitter<TOut> output)
    {
    }

    /// <inheritdoc/>
    public virtual void Close()
    {
    }
}
