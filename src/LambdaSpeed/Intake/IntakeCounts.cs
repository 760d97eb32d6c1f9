namespace LambdaSpeed.Intake;

/// <summary>What an intake counts; written by its loop alone, read by anyone.</summary>
/// <param name="name">The intake's name.</param>
/// <param name="connected">Its source as one that reads from a server; null when it does not.</param>
internal sealed class IntakeCounts(string name, IConnectedSource? connected)
{
    private long _received;      // deliveries
    private long _stored;        // messages made durable
    private long _duplicates;    // deliveries that were known
    private long _rejected;      // deliveries that the door turned away
    private long _failedAnswers; // answers on which the source threw
    private long _logFailures;   // attempts to store that failed
    private int _known;          // messages in the window

    public void CountReceived() => Interlocked.Increment(ref _received);

    public void CountFailedAnswer() => Interlocked.Increment(ref _failedAnswers);

    public void CountLogFailure() => Interlocked.Increment(ref _logFailures);

    public void NoteKnown(int known) => Volatile.Write(ref _known, known);

    public void CountAnswer(IntakeOutcome outcome)
    {
        switch (outcome)
        {
            case IntakeOutcome.Stored: Interlocked.Increment(ref _stored); break;
            case IntakeOutcome.Duplicate: Interlocked.Increment(ref _duplicates); break;
            default: Interlocked.Increment(ref _rejected); break;
        }
    }

    public IntakeDescription Describe()
    {
        // answered before received, so that nothing seems answered that was not received
        var (stored, duplicates, rejected) = (Volatile.Read(ref _stored), Volatile.Read(ref _duplicates), Volatile.Read(ref _rejected));
        return new IntakeDescription(
            name, Volatile.Read(ref _received), stored, duplicates, rejected,
            Volatile.Read(ref _failedAnswers), Volatile.Read(ref _logFailures), Volatile.Read(ref _known))
        {
            Source = connected?.Description,
        };
    }
}
