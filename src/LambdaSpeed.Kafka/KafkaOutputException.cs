namespace LambdaSpeed.Kafka;

/// <summary>A topic cannot be written, or not in the way that the settings say; the message names the setting.</summary>
public sealed class KafkaOutputException : OutletException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="message">What is wrong, where, and the remedy.</param>
    /// <param name="innerException">What the client has thrown.</param>
    public KafkaOutputException(KafkaFault fault, string message, Exception? innerException = null)
        : base(message, IsOutageOf(fault), innerException) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public KafkaFault Fault { get; }

    /// <summary>Is waiting of no use at a start, since the settings must change?</summary>
    internal bool IsLasting => Fault is not (KafkaFault.Unreachable or KafkaFault.Refused);

    /// <summary>Once a run has started, credentials that are refused are a passing state of the brokers, or being changed.</summary>
    private static bool IsOutageOf(KafkaFault fault) => fault is KafkaFault.Unreachable or KafkaFault.WrongCredentials;
}
