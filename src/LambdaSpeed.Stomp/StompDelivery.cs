namespace LambdaSpeed.Stomp;

/// <summary>A message that was delivered and waits for its answer.</summary>
internal sealed class StompDelivery(StompQueueSession session, string answerId, StompMessage message, StompQueueOptions options)
    : IDelivery<StompMessage>
{
    public string? MessageId => options.MessageId(message);

    public StompMessage Message => message;

    public ValueTask AcknowledgeAsync(IntakeAnswer answer)
    {
        session.Answer(answerId, isRejection: false);
        return ValueTask.CompletedTask;
    }

    public ValueTask RejectAsync(string reason)
    {
        session.Answer(answerId, isRejection: true);
        return ValueTask.CompletedTask;
    }
}
