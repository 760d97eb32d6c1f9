namespace LambdaSpeed;

/// <summary>How far a named consumer has got.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Positions">The records it reads next, in the partitions it has committed.</param>
/// <param name="Lag">How many records it has still to read in those.</param>
public sealed record ConsumerDescription(string Name, IReadOnlyList<LogPosition> Positions, long Lag);
