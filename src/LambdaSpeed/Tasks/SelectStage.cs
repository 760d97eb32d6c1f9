using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>Turns each tuple into another.</summary>
internal sealed class SelectStage<TIn, TOut, TSite>(
    FailedTuples<TIn> failed, TupleBuffer<TIn> input, OutputPort<TOut> output, Func<TIn, TOut> selector)
    : OneToOneStage<TIn, TOut>(failed, input, output)
    where TSite : struct
{
    protected override void Turn(ReadOnlySpan<TIn> tuples, Span<TOut> results)
    {
        var select = selector;
        results = results[..tuples.Length];
        for (var i = 0; i < tuples.Length; i++)
        {
            Index = i;
            results[i] = select(tuples[i]);
        }
    }
}
