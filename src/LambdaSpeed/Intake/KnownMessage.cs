namespace LambdaSpeed.Intake;

/// <summary>Where a message stands that was stored: its last record in each partition.</summary>
/// <param name="Parts">Over how many partitions it was spread.</param>
/// <param name="Positions">Those that are known, one for a partition; never empty.</param>
internal readonly record struct KnownMessage(int Parts, LogPosition[] Positions)
{
    /// <summary>Whether all of it is stored. A crash may have taken a part, never half of one.</summary>
    public bool IsWhole => Positions.Length >= Parts;

    public bool IsIn(int partition) => Array.Exists(Positions, position => position.Partition == partition);

    /// <summary>The message with a newer position in one partition.</summary>
    public KnownMessage With(int parts, LogPosition last) =>
        new(parts, [.. Positions.Where(position => position.Partition != last.Partition), last]);

    /// <summary>The message without one position; null when that was the only one.</summary>
    public KnownMessage? Without(LogPosition position) =>
        Positions.Length == 1 ? null : new KnownMessage(Parts, [.. Positions.Where(each => each != position)]);
}
