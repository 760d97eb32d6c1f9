namespace LambdaSpeed;

/// <summary>One thing that is wrong with a topology.</summary>
/// <param name="Component">The component; the topology's own name when it is about the whole.</param>
/// <param name="Cause">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record TopologyProblem(string Component, string Cause, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() => $"'{Component}': {Cause}. Remedy: {Remedy}.";
}
