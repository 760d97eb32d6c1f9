namespace LambdaSpeed;

/// <summary>A bolt of two inputs with everything but the two <c>Execute</c> methods already there.</summary>
/// <typeparam name="TFirst">The tuples of the first input.</typeparam>
/// <typeparam name="TSecond">The tuples of the second input.</typeparam>
/// <typeparam name="TOut">The tuples of its main output.</typeparam>
public abstract class TwoInputBolt<TFirst, TSecond, TOut> : ITwoInputBolt<TFirst, TSecond, TOut>
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
    public abstract void ExecuteFirst(TFirst input, Emitter<TOut> output);

    /// <inheritdoc/>
    public abstract void ExecuteSecond(TSecond input, Emitter<TOut> output);

    /// <inheritdoc/>
    public virtual void Tick(Emitter<TOut> output)
    {
    }

    /// <inheritdoc/>
    public virtual void Close()
    {
    }
}
