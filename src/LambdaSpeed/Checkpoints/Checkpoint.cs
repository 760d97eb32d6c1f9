namespace LambdaSpeed;

/// <summary>What was committed with an epoch, beside the state.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Manifest">What the run wrote with it: the positions of its sources, and what it needs to read its state again.</param>
public sealed record Checkpoint(EpochId Epoch, ReadOnlyMemory<byte> Manifest);
