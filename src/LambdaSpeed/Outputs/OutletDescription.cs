namespace LambdaSpeed;

/// <summary>A server that outputs go to.</summary>
/// <param name="Place">What is written and where.</param>
/// <param name="State">How it is doing.</param>
/// <param name="Failure">Why nothing goes out; null while all is well.</param>
public sealed record OutletDescription(string Place, OutletState State, string? Failure)
{
    /// <summary>The place in a line.</summary>
    public override string ToString() => $"{Place}: {State}{(Failure is { } why ? $", {why}" : "")}";
}
