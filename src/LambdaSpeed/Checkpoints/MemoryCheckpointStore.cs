using System.Collections.Concurrent;
using System.Diagnostics;

namespace LambdaSpeed.Checkpoints;

/// <summary>Checkpoints in the memory of the process.</summary>
[DebuggerDisplay("{Description}")]
internal sealed class MemoryCheckpointStore(long snapshotAfterBytes = MemoryCheckpointStore.UsualSnapshotAfterBytes) : ICheckpointStore
{
    private const long UsualSnapshotAfterBytes = 64L << 20;

    private readonly ConcurrentDictionary<string, MemoryCheckpoints> _topologies = new(StringComparer.Ordinal);

    public string Description => "memory of this process";

    public bool SurvivesProcess => false;

    public string SystemName => "memory";

    public long? MemoryBytesInUse => _topologies.Values.Sum(checkpoints => checkpoints.HeldBytes);

    public ICheckpointJournal Open(string topology)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topology);

        return new MemoryCheckpointJournal(topology, _topologies.GetOrAdd(topology, _ => new MemoryCheckpoints(snapshotAfterBytes)));
    }
}
