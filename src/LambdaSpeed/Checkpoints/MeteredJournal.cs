using System.Diagnostics;
using LambdaSpeed.Diagnostics;

namespace LambdaSpeed.Checkpoints;

/// <summary>A run's hold on its checkpoints that notes how their place is doing, and measures how long its operations take, by
/// OpenTelemetry's names for databases.</summary>
/// <remarks>
/// <code>
///                  a commit fails
///   Committing ◄───────────────────► Retrying
///       │           it succeeds         │
///       ▼ the run is over               ▼ the run is over
///     Closed                          Failed ◄──── from anywhere: a read fails; back: the next one succeeds
/// </code>
/// </remarks>
[DebuggerDisplay("{_topology} in {_store.Description}")]
internal class MeteredJournal : ICheckpointJournal
{
    private static readonly TimeSpan _longestSize = TimeSpan.FromSeconds(1); // metrics ask many times in a row

    private readonly ICheckpointStore _store;
    private readonly ICheckpointJournal _inner;
    private readonly string _topology;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();  // for what is noted of commits
    private EpochId _committed;           // the newest one
    private long _bytesCommitted;         // since the start
    private string? _commitFailure;       // of the newest attempt to commit; null when that succeeded
    private volatile string? _readFailure; // of the newest read; null when that succeeded. Whoever reads
    private volatile CheckpointSize? _size; // null before anybody has asked

    protected MeteredJournal(ICheckpointStore store, ICheckpointJournal inner, string topology, TimeProvider clock)
    {
        (_store, _inner, _topology, _clock) = (store, inner, topology, clock);
        _committed = inner.Latest?.Epoch ?? EpochId.None;
    }

    public long Incarnation => _inner.Incarnation;

    public Checkpoint? Latest => _inner.Latest;

    public bool WantsSnapshot => _inner.WantsSnapshot;

    /// <summary>Opens a store: what is read by key there is so here.</summary>
    public static MeteredJournal Open(ICheckpointStore store, string topology, TimeProvider clock)
    {
        var inner = store.Open(topology);
        return inner is IKeyedJournal keyed
            ? new MeteredKeyedJournal(store, keyed, topology, clock)
            : new MeteredJournal(store, inner, topology, clock);
    }

    /// <summary>How the place is doing. Any thread, also after disposal.</summary>
    /// <param name="isOver">Has the run ended?</param>
    /// <param name="fault">What it has failed of, if it has: reads that succeeded beside the one that failed do not hide that.</param>
    public CheckpointDescription Describe(bool isOver, Exception? fault = null)
    {
        var size = Size();
        lock (_gate)
        {
            var readFailure = _readFailure;
            var failure = (fault as CheckpointException)?.Message ?? readFailure ?? _commitFailure;
            var state = failure is null ? (isOver ? CheckpointState.Closed : CheckpointState.Committing)
                : readFailure is not null || isOver ? CheckpointState.Failed
                : CheckpointState.Retrying;
            return new(_store.Description, state, _committed, failure)
            {
                Incarnation = Incarnation, BytesCommitted = _bytesCommitted, MemoryBytes = size.MemoryBytes, DiskBytes = size.DiskBytes,
            };
        }
    }

    public void ReadState(ChangeBlockHandler handler) => _inner.ReadState(handler);

    public void Commit(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks)
    {
        try
        {
            Measure("commit", null, () => _inner.Commit(epoch, manifest, blocks));
        }
        catch (Exception failure)
        {
            lock (_gate) _commitFailure = failure.Message;
            throw;
        }
        lock (_gate)
        {
            (_committed, _commitFailure) = (epoch, null);
            _bytesCommitted += blocks.Sum(block => (long)block.Entries.Length);
        }
    }

    public void Retain(IReadOnlySet<string> sections) => _inner.Retain(sections);

    public ICheckpointSnapshot BeginSnapshot(EpochId epoch, ReadOnlyMemory<byte> manifest) => _inner.BeginSnapshot(epoch, manifest);

    public void Dispose() => _inner.Dispose();

    /// <summary>Reads beside commits, on any thread.</summary>
    protected void Read(string operation, string section, Action read)
    {
        try
        {
            Measure(operation, section, read);
            if (_readFailure is not null) _readFailure = null;
        }
        catch (CheckpointException failure)
        {
            _readFailure = failure.Message;
            throw;
        }
    }

    private void Measure(string operation, string? section, Action call)
    {
        if (!LambdaSpeedTelemetry.StoreCall.Enabled)
        {
            call();
            return;
        }
        var start = _clock.GetTimestamp();
        Exception? failure = null;
        try
        {
            call();
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            Record(operation, section, _clock.GetElapsedTime(start), failure);
        }
    }

    private void Record(string operation, string? section, TimeSpan duration, Exception? failure)
    {
        var tags = new TagList
        {
            { "db.system.name", _store.SystemName }, { "db.operation.name", operation }, { "db.namespace", _topology },
        };
        if (section is not null) tags.Add("db.collection.name", section);
        if (failure is not null) tags.Add("error.type", failure.GetType().FullName);
        LambdaSpeedTelemetry.StoreCall.Record(duration.TotalSeconds, tags);
    }

    private CheckpointSize Size()
    {
        var now = _clock.GetTimestamp();
        if (_size is { } known && _clock.GetElapsedTime(known.LookedAt, now) < _longestSize) return known;

        return _size = new(_store.MemoryBytesInUse, _store.DiskBytesOf(_topology), now);
    }
}
