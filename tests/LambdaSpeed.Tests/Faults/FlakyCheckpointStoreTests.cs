using LambdaSpeed.Checkpoints;
using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Checkpoints;
using LambdaSpeed.Tests.Simulation;
using Xunit;

namespace LambdaSpeed.Tests.Faults;

/// <summary>What fails as ordered is a store while it does not, and fails as the contract of stores has it.</summary>
public sealed class FlakyCheckpointStoreTests
{
    public static TheoryData<string> Clauses => [.. CheckpointStoreContract.Clauses];

    public static TheoryData<string> ClausesOfKeys => CheckpointStoreContractTests.ClausesOfKeys;

    [Theory]
    [MemberData(nameof(Clauses))]
    public void Store_WhileItDoesNotFail_KeepsItsContract(string clause)
    {
        using var harness = new FlakyCheckpointHarness();
        CheckpointStoreContract.Verify(clause, harness);
    }

    [Theory]
    [MemberData(nameof(ClausesOfKeys))]
    public void StoreByKey_WhileItDoesNotFail_IsReadByKey(string clause)
    {
        using var harness = new ByKeyHarness(inner => new FlakyCheckpointStore(inner));
        CheckpointStoreContract.Verify(clause, harness);
    }

    [Fact]
    public void Commits_FailInEachOfTheWays_AndAreNotSeen()
    {
        var store = new FlakyCheckpointStore(CheckpointStore.InMemory()) { Commits = FaultPlan.First(3) };
        using var journal = store.Open("hits");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var failure = Assert.Throws<CheckpointWriteException>(() => Commit(journal, 1, 7));
            Assert.Contains("'hits' in 'flaky ", failure.Message, StringComparison.Ordinal);
            Assert.Equal(attempt == 1 ? typeof(TaskCanceledException) : typeof(InjectedFaultException), failure.InnerException!.GetType());
            Assert.Equal((null, null), (journal.Latest, ValueIn(journal)));
        }
        Commit(journal, 1, 8);
        Assert.Equal((1L, 8L), (journal.Latest!.Epoch.Number, ValueIn(journal)));
        Assert.Equal((4, 3), (store.Commits.Calls, store.Commits.Faults));
    }

    [Fact]
    public void CommitWhoseAnswerIsLost_IsFoundByTheNextJournal()
    {
        var store = Losing(1);
        using (var journal = store.Open("hits"))
        {
            Commit(journal, 1, 7);
            var written = new ChangeWriter();
            written.Put(Codec.Int64, 1L, Codec.Int64, 8L);
            byte[] bytes = written.Written.ToArray();
            Assert.Throws<CheckpointWriteException>(() => journal.Commit(new(2), new byte[] { 2 }, [new("section", bytes)]));
            Array.Clear(bytes); // it is read during the call alone
            Assert.Equal((1L, 7L), (journal.Latest!.Epoch.Number, ValueIn(journal)));
        }
        using var next = store.Open("hits");
        Assert.Equal((2L, (byte)2, (long?)8), (next.Latest!.Epoch.Number, next.Latest.Manifest.Span[0], ValueIn(next)));
    }

    [Fact]
    public void CommitWhoseAnswerIsLost_IsReplacedByTheNextOne()
    {
        var store = Losing(0);
        using (var journal = store.Open("hits"))
        {
            Assert.Throws<CheckpointWriteException>(() => Commit(journal, 1, 7));
            Commit(journal, 1, 8);
        }
        using var next = store.Open("hits");
        Assert.Equal((1L, 8L), (next.Latest!.Epoch.Number, ValueIn(next)));
    }

    [Fact]
    public void CommitThatCannotBe_IsRefusedAlsoWhereItsAnswerIsLost()
    {
        var store = new FlakyCheckpointStore(CheckpointStore.InMemory()) { Commits = new(call => call > 0 ? InjectedFault.After : InjectedFault.None) };
        var journal = store.Open("hits");
        Commit(journal, 2, 7);
        Assert.Throws<ArgumentException>(() => Commit(journal, 2, 8));
        Assert.Throws<ArgumentException>(() => journal.Commit(new(3), default, [new(null!, default)]));
        journal.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Commit(journal, 3, 8));
        journal.Dispose();
        using var next = store.Open("hits");
        Assert.Equal((2L, 7L), (next.Latest!.Epoch.Number, ValueIn(next)));
    }

    [Fact]
    public void Openings_FailInEachOfTheWays_AndLeaveThePlaceFree()
    {
        var store = new FlakyCheckpointStore(CheckpointStore.InMemory()) { Opens = FaultPlan.First(3) };
        for (var attempt = 0; attempt < 3; attempt++) Assert.Throws<CheckpointReadException>(() => store.Open("hits"));
        using var journal = store.Open("hits");
        Assert.Equal(2, journal.Incarnation); // the one whose answer was lost has taken the first
    }

    [Fact]
    public void Reads_FailInEachOfTheWays_OfAllStateAndOfKeys()
    {
        var reads = FaultPlan.First(12);
        var store = new FlakyCheckpointStore(new ByKeyStore(CheckpointStore.InMemory(), 1000)) { Reads = reads };
        using var journal = (IKeyedJournal)store.Open("hits");
        Commit(journal, 1, 7);
        var handed = 0;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Throws<CheckpointReadException>(() => journal.ReadState((_, _) => handed++));
            Assert.Throws<CheckpointReadException>(() => journal.ReadState(_ => true, (_, _) => handed++));
            Assert.Throws<CheckpointReadException>(() => journal.ReadKeys("section", [BitConverter.GetBytes(1L)], (_, _) => handed++));
            Assert.Throws<CheckpointReadException>(() => journal.ReadSome("section", null, 1, (_, _) => handed++));
        }
        Assert.Equal((4, 12), (handed, reads.Faults)); // each third one handed over what there is
        Assert.Equal((7L, 1), (ValueIn(journal), journal.ReadSome("section", null, 1, (_, _) => { })));
    }

    [Fact]
    public void Snapshots_FailInEachOfTheWays_AndNothingIsLost()
    {
        var snapshots = new FaultPlan(call => call < 6 ? (InjectedFault)(1 + (call % 3)) : call == 7 ? InjectedFault.After : InjectedFault.None);
        var store = new FlakyCheckpointStore(new MemoryCheckpointStore(snapshotAfterBytes: 1)) { Snapshots = snapshots };
        using var journal = store.Open("hits");
        Commit(journal, 1, 7);
        for (var attempt = 0; attempt < 6; attempt++) Assert.Throws<CheckpointWriteException>(() => journal.BeginSnapshot(new(1), default));
        using (var snapshot = journal.BeginSnapshot(new(1), default)) Assert.Throws<CheckpointWriteException>(() => snapshot.Write(BlockOf(7)));
        using (var snapshot = journal.BeginSnapshot(new(1), default))
        {
            snapshot.Write(BlockOf(7));
            snapshot.Complete(new(1));
        }
        Assert.Equal((11, 7, 7L), (snapshots.Calls, snapshots.Faults, ValueIn(journal)));
    }

    private static FlakyCheckpointStore Losing(long commit) =>
        new(CheckpointStore.InMemory()) { Commits = new(call => call == commit ? InjectedFault.After : InjectedFault.None) };

    private static void Commit(ICheckpointJournal journal, long epoch, long value) => journal.Commit(new(epoch), default, [BlockOf(value)]);

    private static ChangeBlock BlockOf(long value)
    {
        using var writer = new ChangeWriter();
        writer.Put(Codec.Int64, 1L, Codec.Int64, value);
        return new("section", writer.Written.ToArray());
    }

    private static long? ValueIn(ICheckpointJournal journal)
    {
        long? value = null;
        journal.ReadState((_, entries) =>
        {
            for (var reader = new ChangeReader(entries); reader.Read();) value = BitConverter.ToInt64(reader.Value);
        });
        return value;
    }
}
