namespace LambdaSpeed;

/// <summary>A spout with everything but <see cref="Next"/> already there.</summary>
/// <typeparam name="T">The tuples.</typeparam>
public abstract class Spout<T> : ISpout<T>
{
    /// <summary>Who and where this instance is; available after it was opened.</summary>
    protected ComponentContext Context { get; private set; } = null!;

    /// <inheritdoc/>
    public virtual ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public abstract SpoutStatus Next(SpoutEmitter<T> output, int limit);

    /// <inheritdoc/>
    public virtual ValueTask CloseAsync() => ValueTask.CompletedTask;
}
