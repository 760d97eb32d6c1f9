using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>Makes the <see cref="WhereStage{T, TSite}"/> of a call site.</summary>
internal sealed class WhereSite<T>(
    FailedTuples<T> failed, TupleBuffer<T> input, OutputPort<T> output, Func<T, bool> predicate) : ICallSiteVisitor<Stage>
{
    public Stage Visit<TSite>()
        where TSite : struct => new WhereStage<T, TSite>(failed, input, output, predicate);
}
