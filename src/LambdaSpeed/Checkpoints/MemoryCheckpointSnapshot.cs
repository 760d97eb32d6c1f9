using System.Diagnostics;

namespace LambdaSpeed.Checkpoints;

/// <summary>A snapshot on its way into memory.</summary>
[DebuggerDisplay("{Epoch}, {_blocks.Bytes} bytes")]
internal sealed class MemoryCheckpointSnapshot : ICheckpointSnapshot
{
    private readonly MemoryCheckpoints _checkpoints;
    private readonly BlockArchive _blocks = new();
    private bool _isComplete; // handed over
    private bool _isDisposed; // set once

    public MemoryCheckpointSnapshot(MemoryCheckpoints checkpoints, EpochId epoch)
    {
        _checkpoints = checkpoints;
        Epoch = epoch;
        checkpoints.BeginSnapshot(this, epoch);
    }

    public EpochId Epoch { get; }

    public void Write(ChangeBlock block)
    {
        RequireOpen();
        CommitCheck.Require(block);

        _blocks.Add(Epoch, block);
    }

    public void Complete(EpochId through)
    {
        RequireOpen();
        CommitCheck.RequireThrough(through, Epoch, _checkpoints.Latest);
        ObjectDisposedException.ThrowIf(!_checkpoints.EndSnapshot(this, Epoch, _blocks), typeof(ICheckpointJournal));
        _isComplete = true;
    }

    public void Dispose()
    {
        if (_isDisposed) return;

        _isDisposed = true;
        if (!_isComplete) _checkpoints.EndSnapshot(this, Epoch, null);
    }

    private void RequireOpen()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isComplete) throw new InvalidOperationException($"The snapshot of {Epoch} is complete. Begin another one.");
    }
}
