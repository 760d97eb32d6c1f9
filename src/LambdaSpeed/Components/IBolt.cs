namespace LambdaSpeed;

/// <summary>A step of a topology, Storm style: opened once, then called for each tuple. One instance for each task.</summary>
/// <remarks>All calls come from the engine, one at a time, though not always on the same thread. Calls must not block for long: a bolt
/// that waits holds up its worker and is reported by name; give it <see cref="ComponentOptions.OwnThread"/>.
/// What one call emits takes effect only when it returns. Fields of the class are the bolt's own affair: they are not rolled back when a
/// call throws; state that must be lives in a <see cref="KeyedBolt{TKey, TIn, TOut}"/>.</remarks>
/// <typeparam name="TIn">The tuples it reads.</typeparam>
/// <typeparam name="TOut">The tuples of its main output.</typeparam>
public interface IBolt<TIn, TOut>
{
    /// <summary>Called once before the first tuple.</summary>
    /// <param name="context">Who and where this instance is.</param>
    void Open(ComponentContext context);

    /// <summary>Processes one tuple.</summary>
    /// <param name="input">The tuple.</param>
    /// <param name="output">Where results go; valid during the call.</param>
    void Execute(TIn input, Emitter<TOut> output);

    /// <summary>Called every <see cref="ComponentOptions.TickInterval"/>, when one is set.</summary>
    /// <param name="output">Where results go; valid during the call.</param>
    void Tick(Emitter<TOut> output);

    /// <summary>Called once after the last tuple, also after a fault, if the bolt was opened.</summary>
    void Close();
}
