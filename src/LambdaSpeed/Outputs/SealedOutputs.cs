namespace LambdaSpeed.Outputs;

/// <summary>One task's outputs of one epoch, on their way from the barrier to their place.</summary>
/// <param name="Producer">The task, by topology, output and number.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Records">The outputs.</param>
internal sealed record SealedOutputs(string Producer, EpochId Epoch, OutputRecords Records)
{
    /// <summary>The outlet's note from before the first release; null before.</summary>
    public byte[]? Mark { get; set; }

    /// <summary>May some of them be out already, by an attempt that failed or by another process?</summary>
    public bool WasTried { get; set; }

    /// <summary>Are they out?</summary>
    public bool IsReleased { get; set; }
}
