namespace LambdaSpeed;

/// <summary>What is stored is not what was written: state is missing or would be wrong, so nothing is handed out.</summary>
public sealed class CheckpointDamagedException : CheckpointException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in the file, in bytes.</param>
    /// <param name="problem">What is wrong there, as a clause: "the checksum does not hold".</param>
    /// <param name="innerException">A further cause, if there is one.</param>
    public CheckpointDamagedException(string file, long offset, string problem, Exception? innerException = null) : base(
        $"The checkpoint file '{file}' is damaged at byte {offset}: {problem}. Remedy: put the topology's directory back from a copy; "
        + "or move it away and start without a checkpoint, with views and state built again from what the sources still hold.",
        innerException)
    {
        File = file;
        Offset = offset;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Where in the file, in bytes.</summary>
    public long Offset { get; }
}
