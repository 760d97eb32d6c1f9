using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>What one epoch consists of, whatever changes afterwards.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Manifest">What is committed with it beside the changes.</param>
/// <param name="Sections">The parts of the state.</param>
internal sealed record EpochContent(EpochId Epoch, byte[] Manifest, IReadOnlyList<IStateSection> Sections);
