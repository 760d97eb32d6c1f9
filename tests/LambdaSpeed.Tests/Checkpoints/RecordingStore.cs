namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>A store that remembers, as hexadecimal text, what each section was given.</summary>
internal sealed class RecordingStore(ICheckpointStore? inner = null) : ICheckpointStore
{
    private readonly ICheckpointStore _inner = inner ?? CheckpointStore.InMemory();

    /// <summary>By section, all that was committed of it.</summary>
    public Dictionary<string, string> Written { get; } = [];

    /// <summary>Each attempt to commit a block.</summary>
    public List<(EpochId Epoch, string Section, string Entries)> Attempts { get; } = [];

    public string Description => _inner.Description;

    public bool SurvivesProcess => false;

    public ICheckpointJournal Open(string topology) => new Journal(this, _inner.Open(topology));

    private sealed class Journal(RecordingStore store, ICheckpointJournal inner) : ICheckpointJournal
    {
        public long Incarnation => inner.Incarnation;

        public Checkpoint? Latest => inner.Latest;

        public bool WantsSnapshot => false;

        public void ReadState(ChangeBlockHandler handler) => inner.ReadState(handler);

        public void Commit(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks)
        {
            foreach (var block in blocks)
            {
                store.Attempts.Add((epoch, block.Section, Convert.ToHexString(block.Entries.Span)));
                store.Written[block.Section] = store.Written.GetValueOrDefault(block.Section, "") + Convert.ToHexString(block.Entries.Span);
            }
            inner.Commit(epoch, manifest, blocks);
        }

        public ICheckpointSnapshot BeginSnapshot(EpochId epoch, ReadOnlyMemory<byte> manifest) => inner.BeginSnapshot(epoch, manifest);

        public void Dispose() => inner.Dispose();
    }
}
