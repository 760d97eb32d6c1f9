namespace LambdaSpeed;

/// <summary>A component of a running graph.</summary>
/// <param name="Name">The component's name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Parallelism">How many tasks it has.</param>
/// <param name="TuplesRead">Tuples it has read, or, for a spout, emitted.</param>
/// <param name="TuplesSkipped">Tuples left out after a failure.</param>
/// <param name="TuplesDeadLettered">Tuples that became dead letters.</param>
/// <param name="TuplesRetried">Further attempts on tuples that had failed.</param>
public sealed record ComponentDescription(
    string Name, NodeKind Kind, int Parallelism, long TuplesRead, long TuplesSkipped, long TuplesDeadLettered, long TuplesRetried)
{
    /// <summary>Of an async bolt, its calls; null for all others.</summary>
    public CallsDescription? Calls { get; init; }

    /// <summary>Of a spout that reads from a server, the connection of each of its tasks; empty for all others.</summary>
    public IReadOnlyList<SourceDescription> Sources { get; init; } = [];

    /// <summary>Of an output whose place is a server, how that is doing; null for all others.</summary>
    public OutletDescription? Outlet { get; init; }

    /// <summary>Tuples that came when all of their windows were final, or too late for a join or for being told from duplicates.</summary>
    public long TuplesLate { get; init; }

    /// <summary>Tuples that <c>Deduplicate</c> has left out because they had come before.</summary>
    public long TuplesDuplicate { get; init; }
}
