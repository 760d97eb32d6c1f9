namespace LambdaSpeed.Tests.Intake;

/// <summary>One delivery of a message by a simulated broker.</summary>
internal sealed class BrokerDelivery(SimulatedBroker broker, BrokerMessage message) : IDelivery<BrokerMessage>
{
    public string? MessageId => broker.IdOf(message);

    public BrokerMessage Message => message;

    public ValueTask AcknowledgeAsync(IntakeAnswer answer) => broker.Answer(message, answer);

    public ValueTask RejectAsync(string reason) => broker.Answer(message, IntakeAnswer.Rejected(reason));
}
