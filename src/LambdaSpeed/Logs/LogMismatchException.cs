namespace LambdaSpeed;

/// <summary>A directory or file is not the log that was expected there: another log, other options, a newer format, or no log.</summary>
public sealed class LogMismatchException : LambdaSpeedException
{
    internal LogMismatchException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
