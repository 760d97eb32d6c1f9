namespace LambdaSpeed;

/// <summary>Checkpoints could not be read, though nothing says that they are damaged.</summary>
public sealed class CheckpointReadException : CheckpointException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="place">The file, directory, database or server.</param>
    /// <param name="cause">What the platform said.</param>
    public CheckpointReadException(string place, Exception cause) : base(
        $"Reading checkpoints from '{place}' failed: {cause?.Message} Remedy: see that the disk works and may be read by this process; "
        + "then start again.", cause) => Place = place;

    /// <summary>The file, directory, database or server.</summary>
    public string Place { get; }
}
