namespace LambdaSpeed;

/// <summary>A message that a source has handed over, and that waits for its answer.</summary>
/// <remarks>An intake answers each delivery at most once, deliveries in their order, by one thread at a time; the call for the next may
/// begin before the operation of the one before has ended. An answer that throws is counted and logged, and the intake goes on: the
/// source delivers the message again, which is then a duplicate.</remarks>
/// <typeparam name="TMessage">The messages.</typeparam>
public interface IDelivery<TMessage>
{
    /// <summary>What makes the message known again when it is delivered once more: unique within the source, the same for each delivery. At
    /// most 1,024 bytes in UTF-8. Null or empty when it has none: then each delivery is stored. When it throws, the message is rejected
    /// with the exception's type and message as the reason. Read once by an intake, on its thread.</summary>
    string? MessageId { get; }

    /// <summary>The message. Read while it is judged, at the latest before the answer.</summary>
    TMessage Message { get; }

    /// <summary>The message is durable in the log, or was already: the source may forget it.</summary>
    /// <param name="answer">Where it stands.</param>
    ValueTask AcknowledgeAsync(IntakeAnswer answer);

    /// <summary>The message is not stored and never will be: the source forgets it or puts it aside, and does not deliver it
    /// again.</summary>
    /// <param name="reason">Why.</param>
    ValueTask RejectAsync(string reason);
}
