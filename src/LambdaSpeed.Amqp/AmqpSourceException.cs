namespace LambdaSpeed.Amqp;

/// <summary>An AMQP 1.0 server cannot be read, or not in the way that the settings say; the message names the setting.</summary>
public sealed class AmqpSourceException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="message">What is wrong, where, and the remedy.</param>
    /// <param name="innerException">What the client has thrown.</param>
    public AmqpSourceException(AmqpFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public AmqpFault Fault { get; }

    /// <summary>Is waiting of no use, since the settings must change?</summary>
    internal bool IsLasting => Fault is not (AmqpFault.Unreachable or AmqpFault.Refused);
}
