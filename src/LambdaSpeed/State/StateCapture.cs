namespace LambdaSpeed.State;

/// <summary>What the state of a run is made of at the end of one epoch: what is committed with it.</summary>
/// <param name="Sections">Its parts, in ordinal order of their names.</param>
/// <param name="Slices">How views are divided; those that were never cut are left out.</param>
internal sealed record StateCapture(IReadOnlyList<IStateSection> Sections, IReadOnlyList<ViewSlices> Slices);
