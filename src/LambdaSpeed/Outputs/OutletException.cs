namespace LambdaSpeed;

/// <summary>A place of outputs cannot take them now, or not make them durable; see <see cref="IOutlet"/>.</summary>
public class OutletException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and the remedy.</param>
    /// <param name="isOutage">Is the place only away, so that the run waits for as long as that takes? Anything else ends it when
    /// <see cref="SpeedLayerOptions.CommitPatience"/> is over.</param>
    /// <param name="innerException">What has failed.</param>
    public OutletException(string message, bool isOutage, Exception? innerException = null)
        : base(message, innerException) => IsOutage = isOutage;

    /// <summary>Is the place only away, so that the run waits for as long as that takes?</summary>
    public bool IsOutage { get; }
}
