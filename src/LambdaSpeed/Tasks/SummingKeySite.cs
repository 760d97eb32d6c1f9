using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Tasks;

/// <summary>Makes the <see cref="SummingKeyStage{T, TKey, TValue, TAccumulator, TResult, TAggregator, TSite}"/> of a call
/// site.</summary>
internal sealed class SummingKeySite<T, TKey, TValue, TAccumulator, TResult, TAggregator>(
    FailedTuples<T> failed,
    TupleBuffer<T> input,
    OutputPort<KeyedTuple<TKey, TValue>> output,
    OutputPort<KeyedTuple<TKey, TAccumulator>> sums,
    SummingKeyNode<T, TKey, TValue, TAccumulator, TResult, TAggregator> node,
    StageContext view) : ICallSiteVisitor<Stage>
    where TKey : notnull
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    public Stage Visit<TSite>()
        where TSite : struct =>
        new SummingKeyStage<T, TKey, TValue, TAccumulator, TResult, TAggregator, TSite>(failed, input, output, sums, node, view);
}
