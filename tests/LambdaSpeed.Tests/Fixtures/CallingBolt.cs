namespace LambdaSpeed.Tests.Fixtures;

/// <summary>An async bolt given as a lambda.</summary>
internal sealed class CallingBolt(Func<long, Emitter<long>, CancellationToken, ValueTask> execute) : AsyncBolt<long, long>
{
    public bool IsClosed { get; private set; }

    public override ValueTask ExecuteAsync(long input, Emitter<long> output, CancellationToken cancellationToken) =>
        execute(input, output, cancellationToken);

    public override ValueTask CloseAsync()
    {
        IsClosed = true;
        return ValueTask.CompletedTask;
    }
}
