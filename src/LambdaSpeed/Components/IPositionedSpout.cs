namespace LambdaSpeed;

/// <summary>A spout whose source can be read again from a position: what exactly-once recovery will stand on.</summary>
/// <remarks>The engine does not make these calls yet: this version has no checkpoints.</remarks>
public interface IPositionedSpout
{
    /// <summary>Adds the position of the next tuple of every partition this task reads. Called at each barrier, between two calls of
    /// <see cref="ISpout{T}.Next"/>.</summary>
    /// <param name="positions">Receives one position for each partition.</param>
    void CapturePositions(ICollection<LogPosition> positions);

    /// <summary>Continues at the given positions; called after the spout was opened and before the first tuple is asked for. Positions
    /// of partitions that this task does not read are to be ignored.</summary>
    /// <param name="positions">Positions that were captured before, of all tasks.</param>
    void Seek(IReadOnlyCollection<LogPosition> positions);
}
