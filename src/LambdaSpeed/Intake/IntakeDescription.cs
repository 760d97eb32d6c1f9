namespace LambdaSpeed;

/// <summary>What an intake has done since its start, and what it is doing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Received">Deliveries it was given.</param>
/// <param name="Stored">Messages that were stored and are durable.</param>
/// <param name="Duplicates">Deliveries of messages that were stored already.</param>
/// <param name="Rejected">Messages that the door did not let in.</param>
/// <param name="FailedAnswers">Answers that the source threw on.</param>
/// <param name="LogFailures">Attempts to store that failed.</param>
/// <param name="KnownMessages">Messages that would be known if they were delivered again.</param>
public sealed record IntakeDescription(
    string Name, long Received, long Stored, long Duplicates, long Rejected, long FailedAnswers, long LogFailures, int KnownMessages)
{
    /// <summary>The connection of a source that reads from a server; null for all others.</summary>
    public SourceDescription? Source { get; init; }

    /// <summary>Deliveries that wait for their answer.</summary>
    public long Outstanding => Received - Stored - Duplicates - Rejected;
}
