namespace LambdaSpeed.Epochs;

/// <summary>An epoch that is committed, and where the spouts go on after it.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Spouts">One for each task of a spout that can be read again.</param>
internal sealed record CommittedEpoch(EpochId Epoch, IReadOnlyList<SpoutPositions> Spouts);
