namespace LambdaSpeed;

/// <summary>The outputs of a committed epoch could not be released, or not be made durable where they went. They are kept and tried
/// again.</summary>
public sealed class OutputException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="output">The output.</param>
    /// <param name="innerException">What failed.</param>
    public OutputException(string output, Exception innerException) : base(
        $"Output '{output}' could not be released: {innerException?.Message} Nothing is lost: it is kept with the checkpoint and tried " +
        "again.", innerException) => Output = output;

    /// <summary>The output.</summary>
    public string Output { get; }

    /// <summary>Is its place only away, so that the run waits for as long as that takes?</summary>
    internal bool IsOutage => InnerException is OutletException { IsOutage: true };
}
