using Xunit;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>What every checkpoint store does. A store's tests derive from this and say how to make one.</summary>
public abstract class CheckpointStoreContract
{
    private ICheckpointStore? _store;

    /// <summary>An empty store that asks for a snapshot after so many bytes of changes, or a little more.</summary>
    protected abstract ICheckpointStore CreateStore(long snapshotAfterBytes);

    protected const long SnapshotAfterBytes = 20_000;

    protected ICheckpointStore Store => _store ??= CreateStore(SnapshotAfterBytes);

    private protected PlayedRun Run(int seed = 1, string topology = "hits") => new PlayedRun(Store, seed, topology).Open();

    [Fact]
    public void NewStore_HasNothing()
    {
        using var journal = Store.Open("hits");

        Assert.Equal(1, journal.Incarnation);
        Assert.Null(journal.Latest);
        Assert.False(journal.WantsSnapshot);
        Assert.Equal(KeyedBytes.Empty, KeyedBytes.ReadFrom(journal));
    }

    [Fact]
    public void Description_SaysSomething() => Assert.NotEmpty(Store.Description);

    [Fact]
    public void Open_OfNoName_IsRefused() => Assert.ThrowsAny<ArgumentException>(() => Store.Open(" "));

    [Fact]
    public void Commits_AreThereAtTheNextOpen()
    {
        var run = Run().CommitMany(10).Reopen().CommitMany(10).Reopen();

        Assert.NotEqual(KeyedBytes.Empty, run.State);
        Assert.Equal(3, run.Journal.Incarnation);
    }

    [Fact]
    public void State_CanBeReadBetweenCommits()
    {
        var run = Run();
        for (var i = 0; i < 10; i++) run.Commit().Check();
    }

    [Fact]
    public void Incarnation_GrowsAtEachOpen()
    {
        for (var i = 1; i <= 20; i++)
        {
            using var journal = Store.Open("hits");
            Assert.Equal(i, journal.Incarnation);
        }
    }

    [Fact]
    public void SecondOpen_IsLockedOut_UntilTheFirstIsDisposed()
    {
        var first = Store.Open("hits");

        Assert.Throws<StorageLockedException>(() => Store.Open("hits"));
        first.Dispose();
        first.Dispose();
        Store.Open("hits").Dispose();
    }

    [Fact]
    public void Topologies_AreApart()
    {
        var hits = Run(1, "hits").CommitMany(5);
        var other = Run(2, "Hits").CommitMany(3);

        hits.Check();
        other.Reopen().Check();
        hits.Reopen().Check();
    }

    [Fact]
    public void CommitWithoutChanges_MovesTheEpoch()
    {
        var run = Run().Commit().Commit(changes: 0).Reopen();

        Assert.Equal(run.Epoch, run.Journal.Latest!.Epoch);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(5)]
    public void CommitOfNoLaterEpoch_IsRefused(long epoch)
    {
        using var journal = Store.Open("hits");
        journal.Commit(new(5), default, []);

        Assert.Throws<ArgumentException>(() => journal.Commit(new(epoch), default, []));
        journal.Commit(new(6), default, []);
    }

    [Fact]
    public void CommitWithoutSection_IsRefused_AndChangesNothing()
    {
        var run = Run().CommitMany(3);

        Assert.Throws<ArgumentException>(() => run.Journal.Commit(run.Epoch.Next, default, [new("a", new byte[] { 2, 1, 7 }), default]));
        Assert.ThrowsAny<ArgumentException>(() => run.Journal.Commit(run.Epoch.Next, default, [new(new string('a', 70_000), default)]));
        run.Check();
        run.Commit().Reopen();
    }

    [Fact]
    public void LongBlocksAndEntries_ComeBack()
    {
        var blocks = new[] { Block("long", 3_000, 1_000), Block("entry", 1, 3_000_000), Block("many", 400_000, 8), Block("none", 0, 0) };
        using (var journal = Store.Open("hits")) journal.Commit(new(1), new byte[100_000], blocks);
        using var again = Store.Open("hits");

        Assert.Equal(100_000, again.Latest!.Manifest.Length);
        var found = BytesBySection(again);
        Assert.Equal(["entry", "long", "many"], found.Keys.Order());
        Assert.All(blocks[..3], block => Assert.True(block.Entries.Span.SequenceEqual(found[block.Section]), block.Section));
    }

    [Fact]
    public void Snapshot_GivesTheSameState()
    {
        var run = Run().CommitMany(10).Snapshot();

        run.Check();
        run.Reopen().CommitMany(2).Reopen();
    }

    [Fact]
    public void Snapshot_IsWrittenBesideCommits()
    {
        var run = Run().CommitMany(5).BeginSnapshot();
        for (var i = 0; i < 10; i++) run.Commit().WriteSnapshot(5);

        run.CompleteSnapshot().Commit().Check();
        run.Reopen();
    }

    [Fact]
    public void Snapshot_OfAnEarlierCommit_GivesTheSameState()
    {
        var run = Run().CommitMany(5).BeginEarlierSnapshot().CompleteSnapshot();

        run.Check();
        run.Reopen().CommitMany(2).Snapshot().Reopen();
    }

    [Fact]
    public void SnapshotsOneAfterAnother_GiveTheSameState()
    {
        var run = Run();
        for (var i = 0; i < 6; i++) run.CommitMany(4).Snapshot().CommitMany(3).Reopen();
    }

    [Fact]
    public void SnapshotThatWasGivenUp_ChangesNothing()
    {
        var run = Run().CommitMany(5).Snapshot().CommitMany(5).BeginSnapshot();
        run.WriteSnapshot(7);
        run.GiveUpSnapshot();

        run.Check();
        run.Commit().Reopen().Snapshot().Reopen();
    }

    [Fact]
    public void SnapshotOfWhatWasNotCommitted_IsRefused()
    {
        var run = Run();
        Assert.Throws<ArgumentException>(() => run.Journal.BeginSnapshot(new(1), default));
        run.Commit();

        Assert.Throws<ArgumentException>(() => run.Journal.BeginSnapshot(run.Epoch.Next, default));
    }

    [Fact]
    public void SnapshotOfNoLaterEpochThanTheLast_IsRefused()
    {
        var run = Run().CommitMany(5);
        var early = run.Epoch;
        run.CommitMany(5).Snapshot();

        Assert.Throws<ArgumentException>(() => run.Journal.BeginSnapshot(run.Epoch, default));
        Assert.Throws<ArgumentException>(() => run.Journal.BeginSnapshot(early, default));
        Assert.Throws<ArgumentException>(() => run.Reopen().Journal.BeginSnapshot(run.Epoch, default));
        run.Commit().Snapshot().Reopen();
    }

    [Fact]
    public void SecondSnapshotAtOnce_IsRefused()
    {
        var run = Run().Commit().BeginSnapshot();

        Assert.Throws<InvalidOperationException>(() => run.Journal.BeginSnapshot(run.Epoch, default));
        run.CompleteSnapshot();
    }

    [Fact]
    public void SnapshotThatIsComplete_TakesNothingMore()
    {
        var run = Run().Commit();
        using var snapshot = run.Journal.BeginSnapshot(run.Epoch, default);
        snapshot.Complete();

        Assert.Throws<InvalidOperationException>(() => snapshot.Write(new("a", default)));
        Assert.Throws<InvalidOperationException>(snapshot.Complete);
    }

    [Fact]
    public void Snapshot_OfADisposedJournal_IsNotPublished()
    {
        var run = Run().CommitMany(3);
        using var snapshot = run.Journal.BeginSnapshot(run.Epoch, default);
        run.Reopen();

        Assert.Throws<ObjectDisposedException>(snapshot.Complete);
        run.Commit().Reopen();
    }

    [Fact]
    public void Snapshot_IsWanted_WhenChangesHaveGrown_AndNoMoreAfterIt()
    {
        var run = Run();
        var commits = 0;
        for (; !run.Journal.WantsSnapshot && commits < 1_000; commits++) run.Commit(changes: 20);

        Assert.InRange(commits, 3, 100);
        run.BeginSnapshot();
        Assert.False(run.Journal.WantsSnapshot);
        run.CompleteSnapshot().Commit();
        Assert.False(run.Journal.WantsSnapshot);
        run.Reopen();
        Assert.False(run.Journal.WantsSnapshot);
    }

    [Fact]
    public void SnapshotThatWasGivenUp_IsWantedAgain_ButNotAtOnce()
    {
        var run = Run();
        while (!run.Journal.WantsSnapshot) run.Commit(changes: 20);
        run.BeginSnapshot().GiveUpSnapshot();

        Assert.False(run.Journal.WantsSnapshot);
        for (var i = 0; i < 30; i++) run.Commit(changes: 20);
        Assert.True(run.Journal.WantsSnapshot);
    }

    [Fact]
    public void EveryCall_AfterDisposal_IsRefused()
    {
        var journal = Run().Commit().Journal;
        journal.Dispose();

        Assert.Throws<ObjectDisposedException>(() => journal.Commit(new(99), default, []));
        Assert.Throws<ObjectDisposedException>(() => journal.ReadState((_, _) => { }));
        Assert.Throws<ObjectDisposedException>(() => journal.BeginSnapshot(new(1), default));
        Assert.False(journal.WantsSnapshot);
    }

    [Fact]
    public void WhatTheHandlerThrows_GoesThrough()
    {
        var journal = Run().CommitMany(3).Journal;

        Assert.Throws<TimeoutException>(() => journal.ReadState((_, _) => throw new TimeoutException()));
        Assert.Throws<IOException>(() => journal.ReadState((_, _) => throw new IOException()));
    }

    [Fact]
    public async Task Snapshots_OnAnotherThread_LetCommitsGoOn()
    {
        var run = Run();
        for (var i = 0; i < 5; i++)
        {
            run.CommitMany(5).BeginSnapshot();
            var snapshot = Task.Run(run.CompleteSnapshot, TestContext.Current.CancellationToken);
            do run.Commit();
            while (!snapshot.IsCompleted);
            await snapshot;
        }
        run.Reopen();
    }

    [Fact]
    public void Oracle_RandomUse_IsTheFoldOfAllCommits()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var run = Run(seed, $"hits {seed}");
            for (var i = 0; i < 60; i++) Repeat(seed, run.DoSomething);
            run.Reopen();
        }
    }

    /// <summary>A failure names the seed that repeats it.</summary>
    private protected static void Repeat(int seed, Action act)
    {
        try
        {
            act();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
        }
    }

    private static ChangeBlock Block(string section, int entries, int valueBytes)
    {
        using var writer = new ChangeWriter();
        for (long i = 0; i < entries; i++) writer.Put(Codec.Int64, i, Codec.Bytes, new byte[valueBytes]);
        return new(section, writer.Written.ToArray());
    }

    private static Dictionary<string, byte[]> BytesBySection(ICheckpointJournal journal)
    {
        var found = new Dictionary<string, List<byte>>();
        journal.ReadState((section, entries) =>
        {
            for (var reader = new ChangeReader(entries); reader.Read();) { }
            if (!found.TryGetValue(section, out var bytes)) found[section] = bytes = [];
            bytes.AddRange(entries);
        });
        return found.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }
}
