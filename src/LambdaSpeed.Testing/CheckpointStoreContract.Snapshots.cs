namespace LambdaSpeed.Testing;

public static partial class CheckpointStoreContract
{
    private static void Snapshot_OfAStoreThatTakesNone_IsNeverWanted(CheckpointStoreProbe probe)
    {
        if (probe.Harness.TakesSnapshots) return;
        var run = probe.Run();
        for (var i = 0; i < 200; i++)
        {
            run.Commit(changes: 20);
            probe.Require(!run.Journal.WantsSnapshot, "a snapshot is wanted, which the store does not take");
        }
        probe.RequireThrows<NotSupportedException>(() => run.Journal.BeginSnapshot(run.Epoch, default));
        run.Check();
    }

    private static void Snapshot_GivesTheSameState(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run().CommitMany(10).Snapshot();

        run.Check();
        run.Reopen().CommitMany(2).Reopen();
    }

    private static void Snapshot_IsWrittenBesideCommits(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run().CommitMany(5).BeginSnapshot();
        for (var i = 0; i < 10; i++) run.Commit().WriteSnapshot(5);

        run.CompleteSnapshot().Commit().Check();
        run.Reopen();
    }

    private static void Snapshot_OfAnEarlierCommit_GivesTheSameState(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run().CommitMany(5).BeginEarlierSnapshot().CompleteSnapshot();

        run.Check();
        run.Reopen().CommitMany(2).Snapshot().Reopen();
    }

    private static void Snapshot_AfterSnapshot_GivesTheSameState(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run();
        for (var i = 0; i < 6; i++) run.CommitMany(4).Snapshot().CommitMany(3).Reopen();
    }

    private static void Snapshot_ThatIsGivenUp_ChangesNothing(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run().CommitMany(5).Snapshot().CommitMany(5).BeginSnapshot();
        run.WriteSnapshot(7);
        run.GiveUpSnapshot();

        run.Check();
        run.Commit().Reopen().Snapshot().Reopen();
    }

    private static void Snapshot_OfWhatWasNotCommitted_IsRefused(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run();
        probe.RequireThrows<ArgumentException>(() => run.Journal.BeginSnapshot(new(1), default));
        run.Commit();

        probe.RequireThrows<ArgumentException>(() => run.Journal.BeginSnapshot(run.Epoch.Next, default));
    }

    private static void Snapshot_OfNoLaterEpochThanTheLast_IsRefused(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run().CommitMany(5);
        var early = run.Epoch;
        run.CommitMany(5).Snapshot();

        probe.RequireThrows<ArgumentException>(() => run.Journal.BeginSnapshot(run.Epoch, default));
        probe.RequireThrows<ArgumentException>(() => run.Journal.BeginSnapshot(early, default));
        run.Reopen();
        probe.RequireThrows<ArgumentException>(() => run.Journal.BeginSnapshot(run.Epoch, default));
        run.Commit().Snapshot().Reopen();
    }

    private static void Snapshot_ThroughWhatIsNotCommitted_IsRefused(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run().CommitMany(2);
        using var snapshot = run.Journal.BeginSnapshot(run.Epoch, default);

        probe.RequireThrows<ArgumentOutOfRangeException>(() => snapshot.Complete(run.Epoch.Next));
        probe.RequireThrows<ArgumentOutOfRangeException>(() => snapshot.Complete(new(run.Epoch.Number - 1)));
    }

    private static void Snapshot_BesideAnother_IsRefused(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run().Commit().BeginSnapshot();

        probe.RequireThrows<InvalidOperationException>(() => run.Journal.BeginSnapshot(run.Epoch, default));
        run.CompleteSnapshot();
    }

    private static void Snapshot_ThatIsComplete_TakesNothingMore(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run().Commit();
        using var snapshot = run.Journal.BeginSnapshot(run.Epoch, default);
        snapshot.Complete(run.Epoch);

        probe.RequireThrows<InvalidOperationException>(() => snapshot.Write(new("a", default)));
        probe.RequireThrows<InvalidOperationException>(() => snapshot.Complete(run.Epoch));
    }

    private static void Snapshot_OfADisposedJournal_IsNotPublished(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run().CommitMany(3);
        using var snapshot = run.Journal.BeginSnapshot(run.Epoch, default);
        run.Reopen();

        probe.RequireThrows<ObjectDisposedException>(() => snapshot.Complete(snapshot.Epoch));
        run.Commit().Reopen();
    }

    private static void Snapshot_IsWanted_WhenChangesHaveGrown_AndNoMoreAfterIt(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run();
        var commits = 0;
        for (; !run.Journal.WantsSnapshot && commits < 1_000; commits++) run.Commit(changes: 20);

        probe.Require(commits is >= 3 and <= 100, $"a snapshot is wanted after {commits} commits");
        run.BeginSnapshot();
        probe.Require(!run.Journal.WantsSnapshot, "a second snapshot is wanted beside the first");
        run.CompleteSnapshot().Commit();
        probe.Require(!run.Journal.WantsSnapshot, "a snapshot is wanted right after one");
        run.Reopen();
        probe.Require(!run.Journal.WantsSnapshot, "a snapshot is wanted right after one, by the next run");
    }

    private static void Snapshot_ThatIsGivenUp_IsWantedAgain_ButNotAtOnce(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run();
        for (var i = 0; i < 1_000 && !run.Journal.WantsSnapshot; i++) run.Commit(changes: 20);
        run.BeginSnapshot().GiveUpSnapshot();

        probe.Require(!run.Journal.WantsSnapshot, "a snapshot is wanted right after one was given up");
        for (var i = 0; i < 30; i++) run.Commit(changes: 20);
        probe.Require(run.Journal.WantsSnapshot, "no snapshot is wanted any more after one was given up");
    }

    private static void Snapshot_OnAnotherThread_LetsCommitsGoOn(CheckpointStoreProbe probe)
    {
        if (!probe.Harness.TakesSnapshots) return;
        var run = probe.Run();
        for (var i = 0; i < 5; i++)
        {
            run.CommitMany(5).BeginSnapshot();
            var snapshot = Task.Run(run.CompleteSnapshot);
            do run.Commit();
            while (!snapshot.IsCompleted);
            snapshot.GetAwaiter().GetResult();
        }
        run.Reopen();
    }
}
