namespace LambdaSpeed.Epochs;

/// <summary>What the clock of epochs has its run do. Called under the clock's gate: must return at once.</summary>
internal interface IEpochEvents
{
    /// <summary>The epoch ends a slice of every view. Before its barriers are asked for.</summary>
    void EndSlices(EpochId epoch);

    /// <summary>Slices that are over can be dropped, or folded.</summary>
    void TendSlices();

    /// <summary>Asks every live spout task for the epoch's barrier.</summary>
    void SendBarriers(EpochId epoch);

    /// <summary>All tasks have sealed the epoch: it is to be made durable. <see cref="EpochClock.Committed"/> is owed, now or
    /// later.</summary>
    void Commit(EpochId epoch, IReadOnlyList<SpoutPositions> positions);

    /// <summary>While memory is full of what is not committed the spouts are to read nothing; barriers pass all the same.</summary>
    void HoldSpouts(HoldReason reason, bool areHeld);

    /// <summary>Every task has ended and the last epoch is published.</summary>
    void LastPublished();

    /// <summary>A broken law that a timer met.</summary>
    void Fail(Exception fault);
}
