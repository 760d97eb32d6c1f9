namespace LambdaSpeed.Epochs;

/// <summary>Where one task of a spout continues reading after an epoch.</summary>
/// <param name="Spout">The component.</param>
/// <param name="Task">The task's index within the component.</param>
/// <param name="SourceId">The identity of the source, when it has one: positions mean nothing to another.</param>
/// <param name="Positions">The next tuple of each partition that the task reads.</param>
/// <param name="Ends">Where those partitions end, when the start decided that.</param>
internal sealed record SpoutPositions(
    string Spout, int Task, string? SourceId, IReadOnlyList<LogPosition> Positions, IReadOnlyList<LogPosition> Ends);
