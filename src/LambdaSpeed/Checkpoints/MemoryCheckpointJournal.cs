using System.Diagnostics;

namespace LambdaSpeed.Checkpoints;

/// <summary>One run's hold on its checkpoints in memory.</summary>
[DebuggerDisplay("incarnation {Incarnation}, {Latest}")]
internal sealed class MemoryCheckpointJournal : ICheckpointJournal
{
    private readonly MemoryCheckpoints _checkpoints;
    private volatile bool _isDisposed; // set once

    public MemoryCheckpointJournal(string topology, MemoryCheckpoints checkpoints)
    {
        _checkpoints = checkpoints;
        Incarnation = checkpoints.Take(this, topology);
    }

    public long Incarnation { get; }

    public Checkpoint? Latest => _checkpoints.Latest;

    public bool WantsSnapshot => !_isDisposed && _checkpoints.WantsSnapshot;

    public void ReadState(ChangeBlockHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        RequireOpen();

        _checkpoints.Read(handler);
    }

    public void Commit(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        RequireOpen();
        CommitCheck.Require(epoch, Latest?.Epoch ?? EpochId.None, blocks);

        _checkpoints.Commit(new Checkpoint(epoch, manifest.ToArray()), blocks);
    }

    public ICheckpointSnapshot BeginSnapshot(EpochId epoch, ReadOnlyMemory<byte> manifest)
    {
        RequireOpen();
        return new MemoryCheckpointSnapshot(_checkpoints, epoch);
    }

    public void Dispose()
    {
        _isDisposed = true;
        _checkpoints.Free(this);
    }

    private void RequireOpen() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
