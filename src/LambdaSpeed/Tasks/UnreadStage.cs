using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>In the place of an output in a recomputation, which puts nothing out: the run that goes on has done so.</summary>
internal sealed class UnreadStage<T>(StageContext context, TupleBuffer<T> input) : Stage(context)
{
    public override bool HasInput => !input.IsEmpty;

    public override void Advance()
    {
        Context.CountRead(input.Count);
        input.Clear();
    }
}
