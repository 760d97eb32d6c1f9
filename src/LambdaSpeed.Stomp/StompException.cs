namespace LambdaSpeed.Stomp;

/// <summary>A STOMP server cannot be read, or not in the way that the settings say; the message names the setting.</summary>
public sealed class StompException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="message">What is wrong, where, and the remedy.</param>
    /// <param name="innerException">What the system has thrown.</param>
    public StompException(StompFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public StompFault Fault { get; }

    /// <summary>Is waiting of no use, since the settings must change?</summary>
    internal bool IsLasting => Fault is not (StompFault.Unreachable or StompFault.Refused);
}
