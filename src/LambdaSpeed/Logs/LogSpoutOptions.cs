namespace LambdaSpeed;

/// <summary>How a topology reads a log.</summary>
public sealed record LogSpoutOptions
{
    /// <summary>Where it begins when it does not continue from a checkpoint.</summary>
    /// <value>At the first record that is kept.</value>
    public LogStart Start { get; init; } = LogStart.Earliest;

    /// <summary>Whether the source ends at the log's end as of the start; else it goes on with what is appended. A restart, or a start that
    /// goes on from a checkpoint, first ends where the former start had decided to; once that is reached, the next start reads what has
    /// come since, up to a new end.</summary>
    /// <value>false.</value>
    public bool UntilEnd { get; init; }

    /// <summary>What feeds the log, when that comes to an end: once this operation has completed and all there is has been read, the source
    /// ends. If it fails or is cancelled, the source fails with what it threw. Not together with <see cref="UntilEnd"/>.</summary>
    /// <value>null: the source does not end by it.</value>
    public Task? EndsAfter { get; init; }

    /// <summary>The name of the consumer by which retention keeps what the last checkpoint needs. No two spouts that read one log may have
    /// the same.</summary>
    /// <value>null: the names of the topology and of the spout's component, <c>topology.component</c>.</value>
    public string? Consumer { get; init; }

    internal LogSpoutOptions Validated()
    {
        if (Start is null) throw new ArgumentException($"LogSpoutOptions.{nameof(Start)} is null; take LogStart.Earliest for all records.");
        if (UntilEnd && EndsAfter is not null) throw new ArgumentException(
            $"LogSpoutOptions.{nameof(UntilEnd)} ends the source at the log's present end, and {nameof(EndsAfter)} at a later one. " +
            "Choose one.");
        return this;
    }
}
