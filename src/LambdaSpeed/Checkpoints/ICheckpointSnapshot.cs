namespace LambdaSpeed;

/// <summary>The whole state as of one epoch on its way into a store.</summary>
/// <remarks>One thread at a time; it need not be the one that commits. Disposal without <see cref="Complete"/> gives the snapshot
/// up: nothing has changed then.</remarks>
public interface ICheckpointSnapshot : IDisposable
{
    /// <summary>The epoch whose state this is.</summary>
    EpochId Epoch { get; }

    /// <summary>Adds a part of the state. Of two entries of one key in one section the later one holds.</summary>
    /// <param name="block">The part; read during the call alone.</param>
    /// <exception cref="CheckpointWriteException">The write failed. The snapshot can only be disposed.</exception>
    void Write(ChangeBlock block);

    /// <summary>Makes the snapshot durable and then, at one stroke, what recovery begins with; what it makes superfluous is deleted. The
    /// snapshot before it is kept, with the changes since, in case that this one is found damaged.</summary>
    /// <exception cref="CheckpointWriteException">The write failed. The snapshot can only be disposed, and nothing has been
    /// lost.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed meanwhile; nothing has been published.</exception>
    void Complete();
}
