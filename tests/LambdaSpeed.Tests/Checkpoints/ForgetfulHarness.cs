using LambdaSpeed.Testing;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>A store that takes everything and keeps nothing.</summary>
internal sealed class ForgetfulHarness : CheckpointStoreHarness
{
    /// <summary>Clauses that keep also those who keep nothing.</summary>
    private static readonly string[] KeptByAnybody =
    [
        "Store_ThatIsNew_HasNothing", "Store_DescribesItself", "State_ComesInPiecesOfBoundedLength",
        "Snapshot_OfAStoreThatTakesNone_IsNeverWanted",
        "Directory_AsAKilledProcessLeavesIt_HasEveryCommit", "Directory_ThatIsDamaged_IsRefused_OrGivesACommittedState",
    ];

    public static bool Keeps(string clause) => KeptByAnybody.Contains(clause);

    public override ICheckpointStore Open() => new Store();

    private sealed class Store : ICheckpointStore
    {
        public string Description => "nowhere";

        public bool SurvivesProcess => false;

        public ICheckpointJournal Open(string topology) => new Journal();
    }

    private sealed class Journal : IKeyedJournal
    {
        public long Incarnation => 1;

        public Checkpoint? Latest => null;

        public long ResidentBytes => 1;

        public void ReadState(ChangeBlockHandler handler)
        {
        }

        public void ReadState(Func<string, bool> includes, ChangeBlockHandler handler)
        {
        }

        public void ReadKeys(string section, IReadOnlyList<ReadOnlyMemory<byte>> keys, KeyedValueHandler handler)
        {
        }

        public int ReadSome(string section, ReadOnlyMemory<byte>? behind, int most, KeyedEntryHandler handler) => 0;

        public void Commit(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks)
        {
        }

        public void Dispose()
        {
        }
    }
}
