namespace LambdaSpeed;

/// <summary>What was waited for will not come, since the run has failed; the inner exception is the run's fault.</summary>
public sealed class RunFaultedException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">Why the run failed.</param>
    public RunFaultedException(Exception fault) : base($"The run has failed: {fault?.Message}", fault)
    {
    }
}
