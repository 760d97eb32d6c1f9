namespace LambdaSpeed;

/// <summary>What an intake says about a message. Immutable.</summary>
public sealed record IntakeAnswer
{
    private IntakeAnswer(IntakeOutcome outcome, IReadOnlyList<LogPosition> positions, string? reason)
    {
        Outcome = outcome;
        Positions = positions;
        Reason = reason;
    }

    /// <summary>What became of it.</summary>
    public IntakeOutcome Outcome { get; }

    /// <summary>The last record of the message in each partition that it went to; one position for a message of one record, none for a
    /// rejected one. Of a duplicate: those of the first delivery. <c>TopologyRun.WaitForAsync</c> waits for them.</summary>
    public IReadOnlyList<LogPosition> Positions { get; }

    /// <summary>Why it was rejected; null when it was not.</summary>
    public string? Reason { get; }

    /// <summary>The answer for a message that is durable.</summary>
    /// <param name="positions">Its last record in each partition.</param>
    /// <param name="isDuplicate">Whether an earlier delivery had stored it.</param>
    public static IntakeAnswer Acknowledged(IReadOnlyList<LogPosition> positions, bool isDuplicate = false)
    {
        ArgumentNullException.ThrowIfNull(positions);
        return new IntakeAnswer(isDuplicate ? IntakeOutcome.Duplicate : IntakeOutcome.Stored, positions, null);
    }

    /// <summary>The answer for a message that is not stored.</summary>
    /// <param name="reason">Why.</param>
    public static IntakeAnswer Rejected(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new IntakeAnswer(IntakeOutcome.Rejected, [], reason);
    }

    /// <summary>The outcome with positions or reason, in a line.</summary>
    public override string ToString() =>
        Outcome == IntakeOutcome.Rejected ? $"Rejected: {Reason}" : $"{Outcome} at {string.Join(", ", Positions)}";
}
