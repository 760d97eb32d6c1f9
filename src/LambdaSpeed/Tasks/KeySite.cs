using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Tasks;

/// <summary>Makes the <see cref="KeyStage{T, TKey, TValue, TSite}"/> of a call site.</summary>
internal sealed class KeySite<T, TKey, TValue>(
    FailedTuples<T> failed, TupleBuffer<T> input, OutputPort<KeyedTuple<TKey, TValue>> output, KeyNode<T, TKey, TValue> node)
    : ICallSiteVisitor<Stage>
    where TKey : notnull
{
    public Stage Visit<TSite>()
        where TSite : struct => new KeyStage<T, TKey, TValue, TSite>(failed, input, output, node);
}
