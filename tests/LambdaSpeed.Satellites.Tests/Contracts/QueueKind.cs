namespace LambdaSpeed.Satellites.Tests.Contracts;

/// <summary>The sources that keep the intake's contract.</summary>
public enum QueueKind
{
    Channel,
    RabbitClassic,
    RabbitQuorum,
    ActiveMq,
    AmqpClassic,
    AmqpQuorum,
}
