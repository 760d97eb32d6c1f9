namespace LambdaSpeed.Aggregation;

/// <summary>Implemented by aggregators that may never change an accumulator's object in place but assign a new one, so that no copy is
/// needed.</summary>
internal interface IImmutableAccumulation
{
    /// <summary>Whether this one keeps to it.</summary>
    bool IsImmutable { get; }
}
