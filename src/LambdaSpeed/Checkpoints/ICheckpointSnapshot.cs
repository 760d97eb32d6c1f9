namespace LambdaSpeed;

/// <summary>The whole state on its way into a store, beside commits.</summary>
/// <remarks>
/// <para>It need not be the state as of one epoch: an entry may be as of any epoch from the snapshot's own on that is committed when the
/// snapshot is complete, so that a run need not keep what everything was at the beginning. Together with the commits after the snapshot's
/// epoch, up to the newest epoch that was read at least, it is the state.</para>
/// <para>One thread at a time; it need not be the one that commits. Disposal without <see cref="Complete"/> gives the snapshot
/// up: nothing has changed then.</para></remarks>
public interface ICheckpointSnapshot : IDisposable
{
    /// <summary>The epoch whose state this is, with the commits after it.</summary>
    EpochId Epoch { get; }

    /// <summary>Adds a part of the state. Of two entries of one key in one section the later one holds.</summary>
    /// <param name="block">The part; read during the call alone.</param>
    /// <exception cref="CheckpointWriteException">The write failed. The snapshot can only be disposed.</exception>
    void Write(ChangeBlock block);

    /// <summary>Makes the snapshot durable and then, at one stroke, what recovery begins with; what it makes superfluous is deleted. The
    /// snapshot before it is kept, with the changes since, in case that this one is found damaged.</summary>
    /// <param name="through">The newest epoch as of which something was written: <see cref="Epoch"/>, or a later one that is committed.
    /// When the commits that are found do not reach that far, the snapshot must not be used.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is before <see cref="Epoch"/>, or not committed yet.</exception>
    /// <exception cref="CheckpointWriteException">The write failed. The snapshot can only be disposed, and nothing has been
    /// lost.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed meanwhile; nothing has been published.</exception>
    void Complete(EpochId through);
}
