namespace LambdaSpeed.Testing;

/// <summary>A place that checkpoints are kept in, as the contract tests see it: a directory, a server, the memory. Derive from it for a
/// store
/// of your own.</summary>
/// <remarks>A place is empty at first and serves one test. Disposing it deletes what it holds.</remarks>
public abstract class CheckpointStoreHarness : IDisposable
{
    /// <summary>After how many bytes of changes, or a little more, the stores are to ask for a snapshot.</summary>
    public const long SnapshotAfterBytes = 20_000;

    /// <summary>Do the stores take snapshots? Not those that keep the state itself, by key.</summary>
    /// <value>True.</value>
    public virtual bool TakesSnapshots => true;

    /// <summary>The directory in which all lies that the stores keep, so that the contract may copy it, and damage the copy; null when
    /// there is
    /// none.</summary>
    /// <value>None.</value>
    public virtual string? Directory => null;

    /// <summary>A store over the place: another object each time, or the same one where the content is the object's.</summary>
    public abstract ICheckpointStore Open();

    /// <summary>A store over another directory than <see cref="Directory"/>; asked for where there is one.</summary>
    /// <param name="directory">A copy of the directory.</param>
    public virtual ICheckpointStore OpenAt(string directory) =>
        throw new NotSupportedException($"{GetType().Name} names a directory and opens none. Override {nameof(OpenAt)}, too.");

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Deletes what the place holds.</summary>
    /// <param name="disposing">True when <see cref="Dispose()"/> calls.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
