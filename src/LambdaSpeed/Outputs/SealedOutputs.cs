namespace LambdaSpeed.Outputs;

/// <summary>One task's outputs of one epoch, on their way from the barrier to their place.</summary>
/// <param name="Task">The task, by its number in the output.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Records">The outputs.</param>
internal sealed record SealedOutputs(int Task, EpochId Epoch, OutputRecords Records)
{
    /// <summary>The start of the output by which they are known for ever; 0 until they are committed or released.</summary>
    public long Incarnation { get; set; }

    /// <summary>May some of them be out already, by an attempt that failed or by another process?</summary>
    public bool WasTried { get; set; }

    /// <summary>Are they out?</summary>
    public bool IsReleased { get; set; }
}
