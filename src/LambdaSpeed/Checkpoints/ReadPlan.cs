namespace LambdaSpeed.Checkpoints;

/// <summary>What together is the state: a snapshot, if there is one, and the commits after it.</summary>
/// <param name="Base">The snapshot.</param>
/// <param name="Segments">The commits, in order; those that the snapshot covers do not count.</param>
internal sealed record ReadPlan(SnapshotFile? Base, IReadOnlyList<ChangesSegment> Segments);
