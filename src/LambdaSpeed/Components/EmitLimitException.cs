namespace LambdaSpeed;

/// <summary>One call of a bolt has emitted more tuples than memory is set aside for.</summary>
public sealed class EmitLimitException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="component">The component that emitted too much.</param>
    /// <param name="limit">The limit it passed.</param>
    public EmitLimitException(string component, int limit) : base(
        $"One call of component '{component}' emitted more than {limit} tuples. Emit fewer, use SelectMany (which is pulled lazily), " +
        "or raise SpeedLayerOptions.MaxEmitsPerTuple.")
    {
        Component = component;
        Limit = limit;
    }

    /// <summary>The component that emitted too much.</summary>
    public string Component { get; }

    /// <summary>The limit it passed.</summary>
    public int Limit { get; }
}
