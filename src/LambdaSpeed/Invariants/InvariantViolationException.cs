namespace LambdaSpeed;

/// <summary>A law of the engine was broken: a defect in LambdaSpeed or in a store, never a wrong use. It stops the run, not the
/// process.</summary>
public sealed class InvariantViolationException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    public InvariantViolationException()
    {
    }

    /// <summary>Creates the exception with the broken law and the values that broke it.</summary>
    /// <param name="message">The law and the values.</param>
    public InvariantViolationException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">The law and the values.</param>
    /// <param name="innerException">The cause.</param>
    public InvariantViolationException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
