namespace LambdaSpeed.Testing;

public static partial class CheckpointStoreContract
{
    private const int LongestPiece = 4 << 20; // of entries that are short

    private static void Store_ThatIsNew_HasNothing(CheckpointStoreProbe probe)
    {
        var journal = probe.Open();

        probe.RequireEqual(1, journal.Incarnation, "the incarnation");
        probe.Require(journal.Latest is null, "there is a latest commit");
        probe.Require(!journal.WantsSnapshot, "a snapshot of nothing is wanted");
        probe.RequireEqual(KeyedBytes.Empty, KeyedBytes.ReadFrom(journal), "the state");
    }

    private static void Store_DescribesItself(CheckpointStoreProbe probe)
    {
        probe.Require(!string.IsNullOrWhiteSpace(probe.Store.Description), "the description is empty");
        probe.Require(!string.IsNullOrWhiteSpace(probe.Store.SystemName), "the name of the system is empty");
        RequireSize(mayBeNothing: true);
        var journal = probe.Open();
        journal.Commit(new(1), new byte[1000], []);
        RequireSize(mayBeNothing: false);
        journal.Dispose();
        RequireSize(mayBeNothing: false);

        void RequireSize(bool mayBeNothing)
        {
            var (memory, disk) = (probe.Store.MemoryBytesInUse, probe.Store.DiskBytesOf("hits"));
            probe.Require(memory is null or >= 0, $"{memory} bytes of memory are in use");
            probe.Require(disk is null || disk >= (mayBeNothing ? 0 : 1000), $"{disk} bytes of the disk are in use");
        }
    }

    private static void Open_OfNoName_IsRefused(CheckpointStoreProbe probe) =>
        probe.RequireThrows<ArgumentException>(() => probe.Store.Open(" "));

    private static void Open_Twice_IsLockedOut_UntilTheFirstIsDisposed(CheckpointStoreProbe probe)
    {
        var first = probe.Open();

        probe.RequireThrows<StorageLockedException>(() => probe.Store.Open("hits"));
        probe.RequireThrows<StorageLockedException>(() => probe.Harness.Open().Open("hits"));
        first.Commit(new(1), default, []);
        first.Dispose();
        first.Dispose();
        probe.RequireEqual(1, probe.Open().Latest!.Epoch.Number, "the latest epoch");
    }

    private static void Open_ByAnotherStore_SeesTheSame(CheckpointStoreProbe probe)
    {
        var run = probe.Run().CommitMany(5);
        run.Dispose();
        using var journal = probe.Harness.Open().Open("hits");

        probe.RequireEqual(run.Epoch, journal.Latest!.Epoch, "the latest epoch");
        probe.RequireEqual(run.State, KeyedBytes.ReadFrom(journal), "the state");
    }

    private static void Incarnation_GrowsAtEachOpen(CheckpointStoreProbe probe)
    {
        for (var i = 1; i <= 20; i++)
        {
            using var journal = probe.Store.Open("hits");
            probe.RequireEqual(i, journal.Incarnation, "the incarnation");
        }
    }

    private static void Topologies_AreApart(CheckpointStoreProbe probe)
    {
        var hits = probe.Run(1, "hits").CommitMany(5);
        var other = probe.Run(2, "Hits").CommitMany(3);

        hits.Check();
        other.Reopen().Check();
        hits.Reopen().Check();
    }

    private static void Topologies_OfAnyName_AreToldApart(CheckpointStoreProbe probe)
    {
        string[] names = ["a", "A", "a/b", "a\\b", "..", "con", "a b", "größe", "日本", "a%", new('x', 300), new string('x', 299) + "y"];
        for (var i = 0; i < names.Length; i++)
        {
            using var journal = probe.Store.Open(names[i]);
            journal.Commit(new(i + 1), default, []);
        }
        for (var i = 0; i < names.Length; i++)
        {
            using var journal = probe.Store.Open(names[i]);
            probe.RequireEqual(i + 1, journal.Latest?.Epoch.Number ?? 0, $"the latest epoch of '{names[i]}'");
        }
    }

    private static void State_CanBeReadBetweenCommits(CheckpointStoreProbe probe)
    {
        var run = probe.Run();
        for (var i = 0; i < 10; i++) run.Commit().Check();
    }

    private static void State_ComesInPiecesOfBoundedLength(CheckpointStoreProbe probe)
    {
        if (!probe.Store.SurvivesProcess) return; // what lies in memory takes no more of it for being handed over whole
        var journal = probe.Open();
        journal.Commit(new(1), default, [Block("a", 300_000, 24), Block("b", 100, 24)]);
        var longest = 0;
        journal.ReadState((_, entries) => longest = Math.Max(longest, entries.Length));

        probe.Require(longest <= LongestPiece, $"a piece has {longest} bytes");
    }

    private static void State_WhoseHandlerThrows_ThrowsTheSame(CheckpointStoreProbe probe)
    {
        var run = probe.Run().CommitMany(3);

        probe.RequireThrows<TimeoutException>(() => run.Journal.ReadState((_, _) => throw new TimeoutException()));
        probe.RequireThrows<IOException>(() => run.Journal.ReadState((_, _) => throw new IOException()));
        run.Commit().Check();
    }

    private static void Retain_KeepsWhatIsNamed(CheckpointStoreProbe probe)
    {
        var journal = probe.Open();
        journal.Commit(new(1), default, [Block("a", 100, 8), Block("b", 10_000, 8), Block("c", 100, 8)]);
        journal.Commit(new(2), default, [Block("a", 200, 8)]);
        journal.Retain(new HashSet<string> { "a", "c", "not there yet" });
        RequireKept(probe, journal);
        journal.Commit(new(3), default, [Block("not there yet", 5, 8)]);
        journal.Dispose();
        var again = probe.Open();

        RequireKept(probe, again);
        probe.RequireEqual(5, Read(again).Count(entry => entry.Key.Section == "not there yet"), "the number of keys");
    }

    private static void RequireKept(CheckpointStoreProbe probe, ICheckpointJournal journal)
    {
        var found = Read(journal).CountBy(entry => entry.Key.Section).ToDictionary();
        probe.RequireEqual(200, found.GetValueOrDefault("a"), "the number of keys of a section that is kept");
        probe.RequireEqual(100, found.GetValueOrDefault("c"), "the number of keys of another one");
        if (!probe.Harness.TakesSnapshots) probe.Require(!found.ContainsKey("b"), "a section that was dropped is still there");
    }

    private static void Journal_ThatIsDisposed_WritesNoMore(CheckpointStoreProbe probe)
    {
        var run = probe.Run().Commit();
        var former = run.Journal;
        run.Reopen().Commit();

        probe.RequireThrows<ObjectDisposedException>(() => former.Commit(new(99), default, []));
        probe.RequireThrows<ObjectDisposedException>(() => former.ReadState((_, _) => { }));
        if (probe.Harness.TakesSnapshots) probe.RequireThrows<ObjectDisposedException>(() => former.BeginSnapshot(new(1), default));
        probe.Require(!former.WantsSnapshot, "a disposed journal wants a snapshot");
        run.Check();
    }

    private static void Use_OfAnyKind_KeepsTheFoldOfAllCommits(CheckpointStoreProbe probe)
    {
        for (var seed = 0; seed < 30; seed++)
        {
            using var run = probe.Run(seed, $"hits {seed}");
            for (var i = 0; i < 60; i++) run.DoSomething(probe.Harness.TakesSnapshots);
            run.GiveUpSnapshot();
            run.Reopen();
        }
    }
}
