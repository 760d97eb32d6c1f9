namespace LambdaSpeed.Components;

/// <summary>A bolt given as a lambda.</summary>
internal sealed class LambdaBolt<TIn, TOut>(Action<TIn, Emitter<TOut>> execute) : Bolt<TIn, TOut>
{
    public override void Execute(TIn input, Emitter<TOut> output) => execute(input, output);
}
