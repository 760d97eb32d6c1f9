namespace LambdaSpeed;

/// <summary>What a check of every record of a partition has found.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Records">How many records were read whole.</param>
/// <param name="Damages">The damaged places, in order; none in a sound log.</param>
public sealed record LogVerification(int Partition, long Records, IReadOnlyList<LogCorruptionException> Damages)
{
    /// <summary>Whether nothing is damaged.</summary>
    public bool IsSound => Damages.Count == 0;
}
