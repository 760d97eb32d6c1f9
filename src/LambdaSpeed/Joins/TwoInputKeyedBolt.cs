namespace LambdaSpeed;

/// <summary>A bolt on two streams that are grouped by the same key, with state and timers that both share:
/// <c>left.CoGroup(right).Then("name", () => new …)</c>.</summary>
/// <remarks>For its state, timers, threading and effects see <see cref="KeyedBolt{TKey, TIn, TOut}"/>. Its watermark is the lesser of the
/// two
/// streams'.</remarks>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TLeft">The tuples of the left stream.</typeparam>
/// <typeparam name="TRight">The tuples of the right stream.</typeparam>
/// <typeparam name="TOut">The tuples of its main output.</typeparam>
public abstract class TwoInputKeyedBolt<TKey, TLeft, TRight, TOut> : KeyedBolt<TKey, Either<TLeft, TRight>, TOut>
{
    /// <inheritdoc/>
    public sealed override void Execute(TKey key, Either<TLeft, TRight> input, Emitter<TOut> output)
    {
        if (input.IsLeft) ExecuteLeft(key, input.Left, output);
        else ExecuteRight(key, input.Right, output);
    }

    /// <summary>Processes a tuple of the left stream.</summary>
    /// <param name="key">The tuple's key; the declared state is that of this key during the call.</param>
    /// <param name="input">The tuple.</param>
    /// <param name="output">Where results go; valid during the call.</param>
    public abstract void ExecuteLeft(TKey key, TLeft input, Emitter<TOut> output);

    /// <summary>Processes a tuple of the right stream.</summary>
    /// <param name="key">The tuple's key; the declared state is that of this key during the call.</param>
    /// <param name="input">The tuple.</param>
    /// <param name="output">Where results go; valid during the call.</param>
    public abstract void ExecuteRight(TKey key, TRight input, Emitter<TOut> output);
}
