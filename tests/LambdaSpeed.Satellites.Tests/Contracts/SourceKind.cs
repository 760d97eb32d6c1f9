namespace LambdaSpeed.Satellites.Tests.Contracts;

/// <summary>The sources that keep the contract.</summary>
public enum SourceKind
{
    ReplayLog,
    TextFiles,
    RabbitStreams,
    Kafka,
}
