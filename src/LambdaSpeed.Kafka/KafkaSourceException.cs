namespace LambdaSpeed.Kafka;

/// <summary>A topic cannot be read, or not in the way that the settings say; the message names the setting.</summary>
public sealed class KafkaSourceException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="message">What is wrong, where, and the remedy.</param>
    /// <param name="innerException">What the client has thrown.</param>
    public KafkaSourceException(KafkaFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public KafkaFault Fault { get; }

    /// <summary>Is waiting of no use, since the settings must change, or what was lost is lost?</summary>
    internal bool IsLasting => Fault is not (KafkaFault.Unreachable or KafkaFault.Refused);

    /// <summary>Has the topic lost what was to be read next?</summary>
    internal bool IsLoss => Fault is KafkaFault.PositionExpired or KafkaFault.PositionBeyondEnd or KafkaFault.FewerPartitions;
}
