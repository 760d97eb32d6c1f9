namespace LambdaSpeed.Epochs;

/// <summary>What the loop of commits tells its run. Called by the loop's own work.</summary>
internal interface ICommitEvents
{
    /// <summary>The epoch is durable: from now on the run goes on from it, even if what follows fails.</summary>
    void Durable(EpochId epoch, IReadOnlyList<SpoutPositions> positions);

    /// <summary>The epoch is durable and its outputs are released: it may be shown.</summary>
    void Committed(EpochId epoch);

    /// <summary>While the store fails the spouts are to read nothing.</summary>
    void HoldSpouts(HoldReason reason, bool areHeld);

    /// <summary>The epoch cannot be made durable.</summary>
    void CommitFailed(Exception fault);
}
