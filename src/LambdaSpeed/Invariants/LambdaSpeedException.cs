namespace LambdaSpeed;

/// <summary>The base of every exception that LambdaSpeed defines; argument errors use the platform's own types.</summary>
public abstract class LambdaSpeedException : Exception
{
    /// <summary>Creates the exception.</summary>
    protected LambdaSpeedException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What went wrong, where, and the remedy.</param>
    protected LambdaSpeedException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What went wrong, where, and the remedy.</param>
    /// <param name="innerException">The cause.</param>
    protected LambdaSpeedException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
