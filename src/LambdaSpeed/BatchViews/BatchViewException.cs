namespace LambdaSpeed;

/// <summary>The base of what can go wrong with batch views, other than wrong use.</summary>
public abstract class BatchViewException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong, where, and the remedy.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    protected BatchViewException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
