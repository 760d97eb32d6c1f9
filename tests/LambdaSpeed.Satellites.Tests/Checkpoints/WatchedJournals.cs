namespace LambdaSpeed.Satellites.Tests.Checkpoints;

/// <summary>Counts what runs read of a store by key, and which sections they read as a whole.</summary>
internal sealed class WatchedJournals(ICheckpointStore inner) : ICheckpointStore
{
    private long _keysRead; // any task

    public string Description => inner.Description;

    public bool SurvivesProcess => inner.SurvivesProcess;

    public long KeysRead => Volatile.Read(ref _keysRead);

    public HashSet<string> SectionsRead { get; } = [];

    public ICheckpointJournal Open(string topology) => new Journal(this, (IKeyedJournal)inner.Open(topology));

    private sealed class Journal(WatchedJournals watch, IKeyedJournal inner) : IKeyedJournal
    {
        public long Incarnation => inner.Incarnation;

        public Checkpoint? Latest => inner.Latest;

        public long ResidentBytes => inner.ResidentBytes;

        public void ReadState(ChangeBlockHandler handler) => ReadState(_ => true, handler);

        public void ReadState(Func<string, bool> includes, ChangeBlockHandler handler) => inner.ReadState(includes, (section, entries) =>
        {
            watch.SectionsRead.Add(section);
            handler(section, entries);
        });

        public void ReadKeys(string section, IReadOnlyList<ReadOnlyMemory<byte>> keys, KeyedValueHandler handler)
        {
            Interlocked.Add(ref watch._keysRead, keys.Count);
            inner.ReadKeys(section, keys, handler);
        }

        public int ReadSome(string section, ReadOnlyMemory<byte>? behind, int most, KeyedEntryHandler handler)
        {
            var count = inner.ReadSome(section, behind, most, handler);
            Interlocked.Add(ref watch._keysRead, count);
            return count;
        }

        public void Commit(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks) =>
            inner.Commit(epoch, manifest, blocks);

        public void Retain(IReadOnlySet<string> sections) => inner.Retain(sections);

        public void Dispose() => inner.Dispose();
    }
}
