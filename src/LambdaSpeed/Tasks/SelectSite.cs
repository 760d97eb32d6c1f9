using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>Makes the <see cref="SelectStage{TIn, TOut, TSite}"/> of a call site.</summary>
internal sealed class SelectSite<TIn, TOut>(
    FailedTuples<TIn> failed, TupleBuffer<TIn> input, OutputPort<TOut> output, Func<TIn, TOut> selector) : ICallSiteVisitor<Stage>
{
    public Stage Visit<TSite>()
        where TSite : struct => new SelectStage<TIn, TOut, TSite>(failed, input, output, selector);
}
