namespace LambdaSpeed;

/// <summary>A server that is read from.</summary>
/// <param name="Source">The source's name: what is read and where.</param>
/// <param name="State">How it is doing.</param>
/// <param name="Failure">Why it cannot be read; null while all is well.</param>
public sealed record SourceDescription(string Source, SourceState State, string? Failure)
{
    /// <summary>The source in a line.</summary>
    public override string ToString() => $"{Source}: {State}{(Failure is { } why ? $", {why}" : "")}";
}
