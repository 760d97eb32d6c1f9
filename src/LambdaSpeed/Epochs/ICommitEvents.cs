namespace LambdaSpeed.Epochs;

/// <summary>What the loop of commits tells its run. Called by the loop's own work.</summary>
internal interface ICommitEvents
{
    /// <summary>The epoch is durable.</summary>
    void Committed(EpochId epoch, IReadOnlyList<SpoutPositions> positions);

    /// <summary>While the store fails the spouts are to read nothing.</summary>
    void HoldSpouts(bool areHeld);

    /// <summary>The epoch cannot be made durable.</summary>
    void CommitFailed(Exception fault);
}
