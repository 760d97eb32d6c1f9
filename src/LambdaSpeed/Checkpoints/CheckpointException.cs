namespace LambdaSpeed;

/// <summary>The base of what can go wrong with checkpoints, other than wrong use.</summary>
public abstract class CheckpointException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong, where, and the remedy.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    protected CheckpointException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
