namespace LambdaSpeed.Amqp;

/// <summary>A message that was delivered and waits for its answer.</summary>
internal sealed class AmqpDelivery(AmqpQueueSession session, AmqpMessage message, AmqpQueueOptions options) : IDelivery<AmqpMessage>
{
    public string? MessageId => options.MessageId(message);

    public AmqpMessage Message => message;

    public ValueTask AcknowledgeAsync(IntakeAnswer answer)
    {
        session.Answer(message, rejection: null);
        return ValueTask.CompletedTask;
    }

    public ValueTask RejectAsync(string reason)
    {
        session.Answer(message, reason);
        return ValueTask.CompletedTask;
    }
}
