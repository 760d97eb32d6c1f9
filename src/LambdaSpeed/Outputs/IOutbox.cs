namespace LambdaSpeed.Outputs;

/// <summary>Outputs that wait for the commit of their epoch: part of the state, so that they are committed with it, and released
/// afterwards.</summary>
/// <remarks>
/// Called beside the tasks, one call at a time: <see cref="Begin"/> first, and then in this order for each epoch n:
/// <see cref="MakeDurable"/> of what was released before, the write of n (which drops the outputs of n-1 from the checkpoint),
/// <see cref="Release"/> of n.
/// </remarks>
internal interface IOutbox
{
    /// <summary>Says which start of the run this is; 0 where nothing counts them.</summary>
    void Begin(long incarnation);

    /// <summary>Returns when all that was released is durable where it went, so that the checkpoint need not hold it any more.</summary>
    void MakeDurable();

    /// <summary>Releases the outputs of an epoch that is committed, once, whatever happened before.</summary>
    void Release(EpochId epoch);

    /// <summary>Drops what was kept of epochs before this one.</summary>
    void Forget(EpochId oldestNeeded);
}
