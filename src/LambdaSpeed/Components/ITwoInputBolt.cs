namespace LambdaSpeed;

/// <summary>A bolt that reads two streams of different kinds; for its threading and effects see <see cref="IBolt{TIn, TOut}"/>.</summary>
/// <typeparam name="TFirst">The tuples of the first input.</typeparam>
/// <typeparam name="TSecond">The tuples of the second input.</typeparam>
/// <typeparam name="TOut">The tuples of its main output.</typeparam>
public interface ITwoInputBolt<TFirst, TSecond, TOut>
{
    /// <summary>Called once before the first tuple.</summary>
    /// <param name="context">Who and where this instance is.</param>
    void Open(ComponentContext context);

    /// <summary>Processes one tuple of the first input.</summary>
    /// <param name="input">The tuple.</param>
    /// <param name="output">Where results go; valid during the call.</param>
    void ExecuteFirst(TFirst input, Emitter<TOut> output);

    /// <summary>Processes one tuple of the second input.</summary>
    /// <param name="input">The tuple.</param>
    /// <param name="output">Where results go; valid during the call.</param>
    void ExecuteSecond(TSecond input, Emitter<TOut> output);

    /// <summary>Called every <see cref="ComponentOptions.TickInterval"/>, when one is set.</summary>
    /// <param name="output">Where results go; valid during the call.</param>
    void Tick(Emitter<TOut> output);

    /// <summary>Called once after the last tuple, also after a fault, if the bolt was opened.</summary>
    void Close();
}
