namespace LambdaSpeed;

/// <summary>A checkpoint or a snapshot could not be made durable; what was committed before is still there.</summary>
public sealed class CheckpointWriteException : CheckpointException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="doing">What was being done, such as "Committing epoch 7 of 'hits'".</param>
    /// <param name="place">The directory, database or server.</param>
    /// <param name="cause">What the platform said.</param>
    public CheckpointWriteException(string doing, string place, Exception cause) : base(
        $"{doing} in '{place}' failed: {cause?.Message} What was committed before is safe. Remedy: see that the disk has room, works "
        + "and may be written by this process; then it can be tried again.", cause) => Place = place;

    /// <summary>The directory, database or server.</summary>
    public string Place { get; }
}
