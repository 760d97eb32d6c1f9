namespace LambdaSpeed.Tests.Fixtures;

/// <summary>A spout whose answer is a lambda.</summary>
internal sealed class LambdaSpout(Func<SpoutEmitter<long>, SpoutStatus> next) : Spout<long>
{
    private int _asked;

    public Action<ComponentContext>? OnOpen { get; init; }

    /// <summary>How often the engine asked for tuples.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>The context the spout was opened with.</summary>
    public ComponentContext Opened => Context;

    public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        OnOpen?.Invoke(context);
        return base.OpenAsync(context, cancellationToken);
    }

    public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
    {
        Interlocked.Increment(ref _asked);
        return next(output);
    }
}
