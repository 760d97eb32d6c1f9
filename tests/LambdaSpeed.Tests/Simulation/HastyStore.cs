namespace LambdaSpeed.Tests.Simulation;

/// <summary>A checkpoint store that says an epoch is durable and writes it when the next one comes: the defect of publishing too
/// early.</summary>
internal sealed class HastyStore(ICheckpointStore inner) : ICheckpointStore
{
    public string Description => inner.Description;

    public bool SurvivesProcess => inner.SurvivesProcess;

    public ICheckpointJournal Open(string topology) => new HastyJournal(inner.Open(topology));

    private sealed class HastyJournal(ICheckpointJournal inner) : ICheckpointJournal
    {
        private Action? _owed;

        public long Incarnation => inner.Incarnation;

        public Checkpoint? Latest => inner.Latest;

        public bool WantsSnapshot => false;

        public void ReadState(ChangeBlockHandler handler) => inner.ReadState(handler);

        public void Commit(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks)
        {
            _owed?.Invoke();
            ChangeBlock[] kept = [.. blocks.Select(block => block with { Entries = block.Entries.ToArray() })];
            _owed = () => inner.Commit(epoch, manifest, kept);
        }

        public ICheckpointSnapshot BeginSnapshot(EpochId epoch, ReadOnlyMemory<byte> manifest) => inner.BeginSnapshot(epoch, manifest);

        public void Dispose() => inner.Dispose();
    }
}
