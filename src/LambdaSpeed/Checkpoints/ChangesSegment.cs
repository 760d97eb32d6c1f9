namespace LambdaSpeed.Checkpoints;

/// <summary>The part of a file whose commits count.</summary>
/// <param name="File">The file.</param>
/// <param name="Start">Where its first frame begins.</param>
/// <param name="End">Behind its last frame.</param>
/// <param name="Last">The last commit in it.</param>
internal readonly record struct ChangesSegment(CheckpointFileName File, long Start, long End, CommitId Last);
