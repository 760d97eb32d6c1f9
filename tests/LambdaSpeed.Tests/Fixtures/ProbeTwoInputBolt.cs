namespace LambdaSpeed.Tests.Fixtures;

/// <summary>A bolt of two inputs made of two lambdas.</summary>
internal sealed class ProbeTwoInputBolt<TFirst, TSecond, TOut>(Action<TFirst, Emitter<TOut>> first, Action<TSecond, Emitter<TOut>> second)
    : TwoInputBolt<TFirst, TSecond, TOut>
{
    public override void ExecuteFirst(TFirst input, Emitter<TOut> output) => first(input, output);

    public override void ExecuteSecond(TSecond input, Emitter<TOut> output) => second(input, output);
}
