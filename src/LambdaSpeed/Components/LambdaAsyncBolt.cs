using System.Runtime.CompilerServices;

namespace LambdaSpeed.Components;

/// <summary>An async bolt given as a lambda that makes one tuple of each.</summary>
internal sealed class LambdaAsyncBolt<TIn, TOut>(Func<TIn, CancellationToken, ValueTask<TOut>> call) : AsyncBolt<TIn, TOut>
{
    public override ValueTask ExecuteAsync(TIn input, Emitter<TOut> output, CancellationToken cancellationToken)
    {
        var result = call(input, cancellationToken);
        if (!result.IsCompletedSuccessfully) return AwaitAsync(result, output);

        output.Emit(result.Result);
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] // the lambda's own state machine is enough
    private static async ValueTask AwaitAsync(ValueTask<TOut> result, Emitter<TOut> output) =>
        output.Emit(await result.ConfigureAwait(false));
}
