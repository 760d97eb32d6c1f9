using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks.Maps;

/// <summary>Neighbouring <c>Select</c>s while the stage that does the work of all of them is being made.</summary>
/// <remarks>A type for each length, since the JIT takes the checks of inlined lambdas out of a loop only when the loop's method has each
/// lambda in a local of its own. The longest has no successor: see <c>MapRuns</c>.</remarks>
internal abstract class MapChain<TOut>(StageContext[] contexts)
{
    /// <summary>Those of the lambdas, in order.</summary>
    protected StageContext[] Contexts => contexts;

    /// <summary>Begins with a first lambda.</summary>
    public static MapChain<TOut> Begin<TIn>(StageContext context, TupleBuffer<TIn> input, Func<TIn, TOut> selector) =>
        new MapChain1<TIn, TOut>([context], input, selector);

    /// <summary>Adds a further lambda at the end.</summary>
    public abstract MapChain<TNext> Then<TNext>(StageContext context, Func<TOut, TNext> selector);

    /// <summary>Makes the stage.</summary>
    public abstract Stage Into(OutputPort<TOut> output, int site);
}
