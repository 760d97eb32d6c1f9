namespace LambdaSpeed;

/// <summary>A spout whose source can be read again from a position: what recovery stands on.</summary>
/// <remarks>
/// At each barrier the engine captures the positions; when the epoch is durable they are where a restarted run goes on, so that each tuple
/// counts once. The engine is the only owner of positions: a source that keeps some of its own must not act on them.
/// </remarks>
public interface IPositionedSpout
{
    /// <summary>The identity of the source, when it has one: a run that is to go on in another source than the one its positions were
    /// captured in is refused. Looked at after the spout was opened.</summary>
    /// <value>The default is null: not known.</value>
    string? SourceId => null;

    /// <summary>Do positions that were captured in a source mean the same in this one? Asked after the spout was opened.</summary>
    /// <param name="sourceId">The <see cref="SourceId"/> of the source they were captured in.</param>
    /// <returns>By default, whether the identity is the same, or not known.</returns>
    bool CanContinue(string sourceId) => SourceId is not { } own || own == sourceId;

    /// <summary>Adds the position of the next tuple of every partition this task reads. Called at each barrier, between two calls of
    /// <see cref="ISpout{T}.Next"/>.</summary>
    /// <param name="positions">Receives one position for each partition.</param>
    void CapturePositions(ICollection<LogPosition> positions);

    /// <summary>Continues at the given positions; called after the spout was opened and before the first tuple is asked for. Positions
    /// of partitions that this task does not read are to be ignored.</summary>
    /// <param name="positions">Positions that were captured before, of all tasks.</param>
    void Seek(IReadOnlyCollection<LogPosition> positions);

    /// <summary>Adds where the source ends, for each partition that this task reads, when that was decided at the start: it is kept
    /// with the positions, so that a restarted run ends there too. Called with <see cref="CapturePositions"/>. The default adds nothing,
    /// for
    /// sources whose end is their own.</summary>
    /// <param name="ends">Receives the position behind the last tuple of each partition.</param>
    void CaptureEnds(ICollection<LogPosition> ends)
    {
    }

    /// <summary>Ends where a former start had decided to, which it did not reach in every partition; called after <see cref="Seek"/>. The
    /// default does nothing.</summary>
    /// <param name="ends">Ends that were captured before, of all tasks.</param>
    void EndAt(IReadOnlyCollection<LogPosition> ends)
    {
    }

    /// <summary>Returns when everything before these positions is durable in the source, so that they may be committed. May block; called
    /// beside the task, on a thread of its own, before each commit. The default does nothing, for sources that are durable when they are
    /// read.</summary>
    /// <param name="positions">Positions that this task captured.</param>
    void MakeDurable(IReadOnlyCollection<LogPosition> positions)
    {
    }

    /// <summary>An epoch with these positions is durable: the source is not asked again for what lies before them, by this run or after a
    /// restart. Called beside the task after each commit; must not throw. The default does nothing.</summary>
    /// <remarks>The outputs of this epoch are on their way, and stand in its checkpoint; those of the epochs before have arrived. To an
    /// <see cref="ISharedSource"/> the last call comes once more at the end of the run, if its outputs have arrived by then.</remarks>
    /// <param name="positions">Positions that this task captured.</param>
    void OnCommitted(IReadOnlyCollection<LogPosition> positions)
    {
    }
}
