namespace LambdaSpeed;

/// <summary>What is stored is not what was written: state is missing or would be wrong, so nothing is handed out.</summary>
public sealed class CheckpointDamagedException : CheckpointException
{
    private const string Remedy = "Remedy: put the topology's directory back from a copy; or move it away and start without a checkpoint, "
        + "with views and state built again from what the sources still hold.";

    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in the file, in bytes.</param>
    /// <param name="problem">What is wrong there, as a clause: "the checksum does not hold".</param>
    /// <param name="innerException">A further cause, if there is one.</param>
    public CheckpointDamagedException(string file, long offset, string problem, Exception? innerException = null) : base(
        $"The checkpoint file '{file}' is damaged at byte {offset}: {problem}. {Remedy}", innerException)
    {
        File = file;
        Offset = offset;
    }

    /// <summary>Creates the exception for a store that keeps no files of its own, or cannot tell in which of them.</summary>
    /// <param name="place">The directory, database or server.</param>
    /// <param name="problem">What is wrong there, as a clause: "the block checksum does not hold".</param>
    /// <param name="innerException">What the store said, if anything.</param>
    public CheckpointDamagedException(string place, string problem, Exception? innerException = null)
        : base($"The checkpoints in '{place}' are damaged: {problem}. {Remedy}", innerException)
    {
        File = place;
    }

    /// <summary>The file; of a store that cannot tell, the place.</summary>
    public string File { get; }

    /// <summary>Where in the file, in bytes; 0 when the store cannot tell.</summary>
    public long Offset { get; }
}
