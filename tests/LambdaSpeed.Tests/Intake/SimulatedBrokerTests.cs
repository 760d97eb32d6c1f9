namespace LambdaSpeed.Tests.Intake;

/// <summary>The broker of the simulation is a source like any other.</summary>
public sealed class SimulatedBrokerTests : AcknowledgingSourceContract
{
    private readonly SimulatedBroker _broker = new() { Waits = true };

    private protected override IAcknowledgingSource<BrokerMessage> Source => _broker;

    private protected override bool Redelivers => true;

    private protected override Task Send(BrokerMessage message)
    {
        _broker.Add(message);
        return Task.CompletedTask;
    }
}
