namespace LambdaSpeed;

/// <summary>The run restarted after a failure while somebody waited for what had been emitted to be published, and it cannot be told any
/// more when that is. The run goes on.</summary>
public sealed class PublicationLostException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="cause">Why it cannot be told.</param>
    /// <param name="innerException">What the run restarted after.</param>
    public PublicationLostException(string topology, string cause, Exception? innerException) : base(
        $"The run of topology '{topology}' restarted before what its spouts had emitted was published, and {cause}. Remedy: wait again, " +
        "for what is read again now (PublishAsync), or for an event whose position is known (WaitForAsync).", innerException)
    {
    }
}
