namespace LambdaSpeed.Throughput.Running;

/// <summary>A contender with its input, ready to run as often as there are rounds.</summary>
public sealed record Entrant
{
    public required string Name { get; init; }

    /// <summary>How many events one run processes.</summary>
    public required long Events { get; init; }

    public required double Share { get; init; }

    /// <summary>The timed part; what it returns checks the result, outside the timed part.</summary>
    public required Func<Action> Run { get; init; }
}
