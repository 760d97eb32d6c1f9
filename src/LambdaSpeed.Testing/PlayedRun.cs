using System.Runtime.InteropServices;

namespace LambdaSpeed.Testing;

/// <summary>Uses a store as a run does, and knows what must be in it.</summary>
/// <param name="store">The store.</param>
/// <param name="seed">What is committed, and how it is divided.</param>
/// <param name="topology">The topology whose checkpoints it writes.</param>
/// <param name="clause">What is not kept when the store has something else.</param>
internal sealed class PlayedRun(ICheckpointStore store, int seed, string topology = "hits", string clause = "play")
    : ContractProbe(clause), IDisposable
{
    private readonly Random _random = new(seed);
    private readonly Random _snapshotRandom = new(~seed); // a snapshot may be written by another thread
    private long _incarnation;      // of the last opening
    private bool _isOpen;           // false before the first opening, and while one fails
    private KeyedBytes _underWay = KeyedBytes.Empty; // the state of a commit that did not return
    private EpochId _epochUnderWay;                  // its epoch
    private (EpochId Epoch, KeyedBytes State)? _earlier; // the commit before the last one, when it was of the same journal
    private bool _isFirstOfJournal;                  // nothing was committed since the last opening
    private IReadOnlyList<(string Section, long Key, int? Value)> _drawn = []; // the changes under way
    private ICheckpointSnapshot? _snapshot;          // on its way
    private EpochId _epochOfSnapshot;                // of the last one that was begun
    private Queue<(string Section, long Key, int? Value)> _toSnapshot = []; // what it lacks
    private EpochId _through;                        // the newest epoch of which it holds something
    private volatile Committed _latest = new(default, KeyedBytes.Empty); // read by the thread that writes a snapshot, too

    public ICheckpointJournal Journal { get; private set; } = null!;

    /// <summary>The state as of the last commit that returned.</summary>
    public KeyedBytes State => _latest.State;

    public EpochId Epoch => _latest.Epoch;

    public bool HasSnapshotUnderWay => _snapshot is not null;

    public static ReadOnlyMemory<byte> ManifestOf(EpochId epoch) => BitConverter.GetBytes(epoch.Number * 31);

    /// <summary>Opens the store, and checks that it has what was committed.</summary>
    public PlayedRun Open()
    {
        Journal = store.Open(topology);
        _isOpen = _isFirstOfJournal = true;
        _earlier = null;
        Require(Journal.Incarnation > _incarnation, $"incarnation {Journal.Incarnation} comes after {_incarnation}");
        _incarnation = Journal.Incarnation;
        Check();
        _epochUnderWay = default; // what was not found is done anew, and differently
        return this;
    }

    public PlayedRun Reopen()
    {
        _isOpen = false;
        Journal.Dispose();
        return Open();
    }

    /// <summary>Forgets the journal as a process does that dies.</summary>
    public void Die() => _snapshot = null;

    /// <summary>Commits an epoch of random changes; after a failure the next call commits the same again.</summary>
    public PlayedRun Commit(int? changes = null)
    {
        if (_epochUnderWay <= Epoch) Draw(changes ?? _random.Next(60));
        Commit(_drawn);
        _earlier = _isFirstOfJournal ? null : (Epoch, State);
        _isFirstOfJournal = false;
        _latest = new(_epochUnderWay, _underWay);
        return this;
    }

    public PlayedRun CommitMany(int count)
    {
        for (var i = 0; i < count; i++) Commit();
        return this;
    }

    public PlayedRun BeginSnapshot() => BeginSnapshot(Epoch, State);

    /// <summary>Begins a snapshot of the commit before the last one.</summary>
    public PlayedRun BeginEarlierSnapshot() => BeginSnapshot(_earlier!.Value.Epoch, _earlier.Value.State);

    /// <summary>Writes some of the snapshot that was begun, at times as it is by now.</summary>
    public void WriteSnapshot(int keys)
    {
        var part = new List<(string, long, int?)>();
        var now = _snapshotRandom.Next(2) == 0 ? _latest : null;
        if (now is not null && _toSnapshot.Count > 0) _through = now.Epoch;
        while (part.Count < keys && _toSnapshot.TryDequeue(out var change))
        {
            if (now is null) part.Add(change);
            else if (now.State.Values.TryGetValue((change.Section, change.Key), out var value)) part.Add(change with { Value = value });
        }
        foreach (var block in Encode(part, _snapshotRandom)) _snapshot!.Write(block);
    }

    public PlayedRun CompleteSnapshot()
    {
        WriteSnapshot(int.MaxValue);
        _snapshot!.Complete(_through);
        _snapshot.Dispose();
        _snapshot = null;
        return this;
    }

    public void GiveUpSnapshot()
    {
        _snapshot?.Dispose();
        _snapshot = null;
    }

    public PlayedRun Snapshot() => BeginSnapshot().CompleteSnapshot();

    /// <summary>Does one thing or another of what a run does.</summary>
    /// <param name="takesSnapshots">Snapshots, too?</param>
    public void DoSomething(bool takesSnapshots = true)
    {
        var maySnapshot = takesSnapshots && !HasSnapshotUnderWay;
        switch (_random.Next(12))
        {
            case var _ when !_isOpen: Open(); break;
            case < 7: Commit(); break;
            case 7 when HasSnapshotUnderWay && _random.Next(4) == 0: GiveUpSnapshot(); break;
            case < 10 when HasSnapshotUnderWay: WriteSnapshot(_random.Next(30)); break;
            case 10 when HasSnapshotUnderWay: CompleteSnapshot(); break;
            case < 11 when maySnapshot && _earlier?.Epoch > _epochOfSnapshot && _random.Next(2) == 0: BeginEarlierSnapshot(); break;
            case < 11 when maySnapshot && Epoch > _epochOfSnapshot: BeginSnapshot(); break;
            case 11 when _random.Next(3) == 0: GiveUpSnapshot(); Reopen(); break;
            default: Check(); break;
        }
    }

    /// <summary>Checks that the journal has the last commit that returned, or the one after it that did not.</summary>
    public void Check()
    {
        var latest = Journal.Latest;
        if (latest is not null && latest.Epoch == _epochUnderWay) _latest = new(_epochUnderWay, _underWay);
        Require((latest?.Epoch ?? EpochId.None) == Epoch, $"the store has {latest?.Epoch}, the run committed {Epoch}");
        Require(latest is null || latest.Manifest.Span.SequenceEqual(ManifestOf(Epoch).Span), $"the manifest of {Epoch} is another");
        var found = KeyedBytes.ReadFrom(Journal);
        Require(found == State, $"at {Epoch} the store has\n{found}\nand the run\n{State}");
    }

    public void Dispose()
    {
        GiveUpSnapshot();
        Journal?.Dispose();
    }

    private PlayedRun BeginSnapshot(EpochId epoch, KeyedBytes state)
    {
        _toSnapshot = new(state.AsChanges());
        _snapshot = Journal.BeginSnapshot(epoch, ManifestOf(epoch));
        _epochOfSnapshot = _through = epoch;
        return this;
    }

    /// <summary>Blocks of changes, by section and sometimes split, in buffers that are overwritten at the next call.</summary>
    private static List<ChangeBlock> Encode(IEnumerable<(string Section, long Key, int? Value)> changes, Random random)
    {
        var blocks = new List<ChangeBlock>();
        foreach (var section in changes.GroupBy(change => change.Section))
        {
            foreach (var part in section.Chunk(random.Next(1, 40)))
            {
                using var writer = new ChangeWriter();
                foreach (var (_, key, value) in part) Write(writer, key, value);
                blocks.Add(new(section.Key, writer.Written.ToArray()));
            }
        }
        return blocks;
    }

    private static void Write(ChangeWriter writer, long key, int? value)
    {
        if (value is { } put) writer.Put(BitConverter.GetBytes(key), KeyedBytes.BytesOf(put));
        else writer.Remove(BitConverter.GetBytes(key));
    }

    private void Draw(int changes)
    {
        (_underWay, _drawn) = State.Change(_random, changes);
        _epochUnderWay = new(Epoch.Number + _random.Next(1, 3));
    }

    private void Commit(IEnumerable<(string, long, int?)> changes)
    {
        var blocks = Encode(changes, _random);
        Journal.Commit(_epochUnderWay, ManifestOf(_epochUnderWay), blocks);
        foreach (var block in blocks) MemoryMarshal.AsMemory(block.Entries).Span.Fill(0xEE);
    }

    private sealed record Committed(EpochId Epoch, KeyedBytes State);
}
