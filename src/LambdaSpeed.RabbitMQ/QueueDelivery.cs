namespace LambdaSpeed.RabbitMQ;

/// <summary>A message that was delivered and waits for its answer.</summary>
internal sealed class QueueDelivery(QueueSession session, ulong tag, RabbitMqMessage message, RabbitMqQueueOptions options)
    : IDelivery<RabbitMqMessage>
{
    public string? MessageId => options.MessageId(message);

    public RabbitMqMessage Message => message;

    public ValueTask AcknowledgeAsync(IntakeAnswer answer)
    {
        session.Answer(tag, isRejection: false);
        return ValueTask.CompletedTask;
    }

    public ValueTask RejectAsync(string reason)
    {
        session.Answer(tag, isRejection: true);
        return ValueTask.CompletedTask;
    }
}
