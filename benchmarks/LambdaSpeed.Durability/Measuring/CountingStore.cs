using System.Diagnostics;

namespace LambdaSpeed.Durability.Measuring;

/// <summary>Hands everything on to another store, and counts what is committed.</summary>
/// <param name="inner">The store that does the work.</param>
/// <param name="countsKeys">Are the keys of each commit counted? Costs time beside the tasks.</param>
internal sealed class CountingStore(ICheckpointStore inner, bool countsKeys = false) : ICheckpointStore
{
    public string Description => inner.Description;

    public bool SurvivesProcess => inner.SurvivesProcess;

    /// <summary>Durable epochs; read after the run.</summary>
    public long Commits { get; private set; }

    public long Bytes { get; private set; }

    public long Keys { get; private set; }

    public int Snapshots { get; private set; }

    /// <summary>How long each commit took, its syncs included; nanoseconds.</summary>
    public LatencyHistogram Times { get; } = new();

    public ICheckpointJournal Open(string topology) => new Journal(this, inner.Open(topology));

    private void Note(IReadOnlyList<ChangeBlock> blocks, TimeSpan took)
    {
        Commits++;
        Times.Record((long)took.TotalNanoseconds);
        foreach (var block in blocks)
        {
            Bytes += block.Entries.Length;
            if (!countsKeys) continue;
            for (var reader = new ChangeReader(block.Entries.Span); reader.Read();) Keys++;
        }
    }

    private sealed class Journal(CountingStore store, ICheckpointJournal inner) : ICheckpointJournal
    {
        public long Incarnation => inner.Incarnation;

        public Checkpoint? Latest => inner.Latest;

        public bool WantsSnapshot => inner.WantsSnapshot;

        public void ReadState(ChangeBlockHandler handler) => inner.ReadState(handler);

        public void Commit(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks)
        {
            var start = Stopwatch.GetTimestamp();
            inner.Commit(epoch, manifest, blocks);
            store.Note(blocks, Stopwatch.GetElapsedTime(start));
        }

        public ICheckpointSnapshot BeginSnapshot(EpochId epoch, ReadOnlyMemory<byte> manifest)
        {
            store.Snapshots++;
            return inner.BeginSnapshot(epoch, manifest);
        }

        public void Dispose() => inner.Dispose();
    }
}
