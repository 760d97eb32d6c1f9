namespace LambdaSpeed;

/// <summary>What was waited for will not come, since the run has failed or was aborted; the inner exception is the run's fault.</summary>
public sealed class RunFaultedException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">Why the run failed.</param>
    public RunFaultedException(Exception fault) : base($"The run has failed: {fault?.Message}", fault)
    {
    }

    /// <summary>Creates the exception for a run that ended without a fault of its own.</summary>
    /// <param name="message">What was waited for, and why it will not come.</param>
    public RunFaultedException(string message) : base(message)
    {
    }
}
