using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks.Maps;

/// <summary>A <see cref="MapChain{TOut}"/> of one so far.</summary>
internal sealed class MapChain1<TIn, TOut>(
    StageContext[] contexts,
    TupleBuffer<TIn> input,
    Func<TIn, TOut> first) : MapChain<TOut>(contexts)
{
    public override MapChain<TNext> Then<TNext>(StageContext context, Func<TOut, TNext> selector) =>
        new MapChain2<TIn, TOut, TNext>([.. Contexts, context], input, first, selector);

    public override Stage Into(OutputPort<TOut> output, int site) =>
        throw new InvariantViolationException($"a run of one map was made, of component {Contexts[0].Component.Component}");
}
