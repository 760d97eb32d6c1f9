namespace LambdaSpeed;

/// <summary>How a topology reads a log.</summary>
public sealed record LogSpoutOptions
{
    /// <summary>Where it begins when it does not continue from a checkpoint.</summary>
    /// <value>At the first record that is kept.</value>
    public LogStart Start { get; init; } = LogStart.Earliest;

    /// <summary>Whether the source ends at the log's end as of the start of the run; else it goes on with what is appended.</summary>
    /// <value>false.</value>
    public bool UntilEnd { get; init; }

    /// <summary>The name of the consumer by which retention keeps what the last checkpoint needs. Two topologies that read one log need
    /// two names.</summary>
    /// <value>null: the name of the spout's component.</value>
    public string? Consumer { get; init; }
}
