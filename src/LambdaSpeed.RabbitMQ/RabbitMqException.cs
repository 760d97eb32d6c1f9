namespace LambdaSpeed.RabbitMQ;

/// <summary>A RabbitMQ server cannot be read, or not in the way that the settings say; the message names the setting.</summary>
public sealed class RabbitMqException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="message">What is wrong, where, and the remedy.</param>
    /// <param name="innerException">What the client has thrown.</param>
    public RabbitMqException(RabbitMqFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public RabbitMqFault Fault { get; }

    /// <summary>Is waiting of no use, since the settings must change, or what was lost is lost?</summary>
    internal bool IsLasting => Fault is not (RabbitMqFault.Unreachable or RabbitMqFault.Refused);

    /// <summary>Has the stream lost what was to be read next?</summary>
    internal bool IsLoss => Fault is RabbitMqFault.PositionExpired or RabbitMqFault.PositionBeyondEnd;
}
