namespace LambdaSpeed;

/// <summary>What a batch view says of itself, readable without knowing its types.</summary>
/// <param name="KeySchema">The schema of the keys' codec.</param>
/// <param name="IsOrdered">Whether the keys are in their own order; else they are in that of their hash.</param>
/// <param name="AccumulatorSchema">The schema of the accumulators' codec.</param>
/// <param name="Aggregator">The aggregator's name.</param>
/// <param name="Cut">Up to where the view accounts for the master data.</param>
public sealed record BatchViewIdentity(string KeySchema, bool IsOrdered, string AccumulatorSchema, string Aggregator, Cut Cut)
{
    /// <summary>The topology whose run has computed it from its sources; null when it comes from elsewhere. A view that is not positional
    /// takes such batch views alone.</summary>
    public string? RecomputedBy { get; init; }

    /// <summary>The view of that topology that it was computed for, and that alone takes it; null when it comes from elsewhere.</summary>
    public string? View { get; init; }
}
