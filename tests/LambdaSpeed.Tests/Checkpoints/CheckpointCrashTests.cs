using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>Whatever happens to disk and process: what was committed is there, and nothing else.</summary>
public sealed class CheckpointCrashTests
{
    private static readonly StorageOperation[] Changing =
        [.. Enum.GetValues<StorageOperation>().Where(operation => operation != StorageOperation.Read)];

    private static readonly int SeedsPerPart = LongRun.Crashes(otherwise: 4000) / 4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Crash_AtAnyOperation_LosesNothingCommitted(int part)
    {
        for (var seed = part * SeedsPerPart; seed < (part + 1) * SeedsPerPart; seed++) PlayWithCrashes(seed);
    }

    [Theory]
    [InlineData(nameof(StorageOperation.Create), true)]
    [InlineData(nameof(StorageOperation.Write), true)]
    [InlineData(nameof(StorageOperation.Sync), true)]
    [InlineData(nameof(StorageOperation.Rename), true)]
    [InlineData(nameof(StorageOperation.SyncNames), true)]
    [InlineData(nameof(StorageOperation.Delete), false)]
    public void FailedOperation_IsSurvived_ByTheSameRun(string operation, bool isNoticed)
    {
        var failures = 0;
        for (var seed = 0; seed < 300; seed++) failures += PlayWithFailure(seed, Enum.Parse<StorageOperation>(operation));

        Assert.Equal(isNoticed, failures > 0);
    }

    [Fact]
    public void FailedWriteOrSync_IsFollowedByANewFile()
    {
        foreach (var operation in new[] { StorageOperation.Write, StorageOperation.Sync })
        {
            var simulated = new StoreOnSimulatedDisk();
            var run = simulated.Run.Open().CommitMany(3);
            var (name, bytes) = (simulated.Newest("changes"), simulated.Peek(simulated.Newest("changes")));
            simulated.Disk.Fail(operation);
            Assert.Throws<CheckpointWriteException>(() => run.Commit());
            run.CommitMany(2);

            Assert.NotEqual(name, simulated.Newest("changes"));
            Assert.Equal(bytes, simulated.Peek(name));
        }
    }

    [Fact]
    public void SnapshotWhoseNameIsNotDurable_DeletesNothing()
    {
        var simulated = new StoreOnSimulatedDisk();
        var run = simulated.Run.Open().CommitMany(3).Snapshot().CommitMany(3).Snapshot().CommitMany(3).BeginSnapshot();
        var names = simulated.FileNames;
        simulated.Disk.Fail(StorageOperation.SyncNames);

        Assert.Throws<CheckpointWriteException>(() => run.CompleteSnapshot());
        run.GiveUpSnapshot();
        Assert.Empty(names.Where(name => !name.StartsWith("unfinished", StringComparison.Ordinal)).Except(simulated.FileNames));
        run.CommitMany(3).Snapshot();
        Assert.Equal(2, simulated.FileNames.Count(name => name.StartsWith("snapshot", StringComparison.Ordinal)));
    }

    [Fact]
    public void FailedSync_ThenCommitAndCrash_LosesNothing()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var simulated = new StoreOnSimulatedDisk(seed);
            var run = simulated.Run.Open().CommitMany(3);
            simulated.Disk.Fail(StorageOperation.Sync);
            Assert.Throws<CheckpointWriteException>(() => run.Commit());
            run.CommitMany(2);
            Crash(simulated, new Random(seed));

            run.Open();
        }
    }

    [Fact]
    public void FailedSync_ThenAnotherRunAndCrash_LosesNothing()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var simulated = new StoreOnSimulatedDisk(seed);
            var run = simulated.Run.Open().CommitMany(3);
            simulated.Disk.Fail(StorageOperation.Sync);
            Assert.Throws<CheckpointWriteException>(() => run.Commit());
            run.Reopen().Commit();
            Crash(simulated, new Random(seed));

            run.Open();
        }
    }

    [Fact]
    public void FullDisk_RefusesCommits_UntilThereIsRoom()
    {
        var simulated = new StoreOnSimulatedDisk();
        var run = simulated.Run.Open().CommitMany(3);
        var used = simulated.Disk.UsedBytes;
        simulated.Disk.Capacity = used + 2000;

        for (var i = 0; i < 20; i++) Assert.IsAssignableFrom<IOException>(Assert.Throws<CheckpointWriteException>(() => run.Commit(60)).InnerException);
        Assert.InRange(simulated.Disk.UsedBytes, used, used + 4096);
        simulated.Disk.Capacity = long.MaxValue;
        run.CommitMany(3).Reopen();
    }

    [Fact]
    public void FullDisk_DuringASnapshot_HoldsUpNoCommit()
    {
        var simulated = new StoreOnSimulatedDisk();
        var run = simulated.Run.Open().CommitMany(5).Snapshot().CommitMany(5).BeginSnapshot();
        simulated.Disk.Fail(StorageOperation.Write);

        Assert.Throws<CheckpointWriteException>(() => run.CompleteSnapshot());
        run.GiveUpSnapshot();
        run.Commit().Snapshot().Reopen();
    }

    [Fact]
    public void OpenThatFails_LeavesTheStoreFree()
    {
        foreach (var operation in Changing)
        {
            var simulated = new StoreOnSimulatedDisk();
            simulated.Run.Open().CommitMany(2).Journal.Dispose();
            simulated.Disk.Fail(operation);
            try
            {
                simulated.Run.Open().Journal.Dispose();
            }
            catch (CheckpointWriteException)
            {
            }
            simulated.Run.Open();
        }
    }

    [Fact]
    public void FailedRead_IsReported_AndLeavesTheStoreFree()
    {
        var failures = 0;
        for (var nth = 1; nth < 20; nth++)
        {
            var simulated = new StoreOnSimulatedDisk();
            simulated.Run.Open().CommitMany(4).Snapshot().CommitMany(4).Journal.Dispose();
            simulated.Disk.Fail(StorageOperation.Read, nth);
            try
            {
                using var journal = simulated.Store.Open("hits");
                journal.ReadState((_, _) => { });
            }
            catch (CheckpointReadException exception)
            {
                Assert.IsType<IOException>(exception.InnerException);
                failures++;
            }
            simulated.Disk.Fail(StorageOperation.Read, 100);
            simulated.Run.Open();
        }
        Assert.InRange(failures, 4, 19);
    }

    [Fact]
    public void ManyStarts_LeaveFewFiles()
    {
        var simulated = new StoreOnSimulatedDisk();
        simulated.Run.Open().CommitMany(3);
        for (var i = 0; i < 50; i++)
        {
            simulated.Disk.Kill();
            simulated.Run.Open();
        }

        Assert.InRange(simulated.FileNames.Count, 1, 4);
    }

    private static void PlayWithCrashes(int seed)
    {
        var simulated = new StoreOnSimulatedDisk(seed);
        var random = new Random(seed);
        simulated.Run.Open();
        for (var crash = 0; crash < 4; crash++)
        {
            simulated.Disk.CutPowerAt(random.Next(1, 60));
            Attempt(() =>
            {
                for (var i = 0; i < 40; i++) simulated.Run.DoSomething();
            });
            Crash(simulated, random);
            if (random.Next(3) == 0)
            {
                simulated.Disk.CutPowerAt(random.Next(1, 12));
                Attempt(() => simulated.Run.Open());
                Crash(simulated, random);
            }
            Named(seed, () => simulated.Run.Open());
        }

        void Attempt(Action act) => Named(seed, () =>
        {
            try
            {
                act();
            }
            catch (CheckpointException exception) when (exception.InnerException is IOException)
            {
            }
        });
    }

    private static int PlayWithFailure(int seed, StorageOperation operation)
    {
        var simulated = new StoreOnSimulatedDisk(seed);
        var random = new Random(seed);
        var failures = 0;
        simulated.Run.Open().CommitMany(4);
        for (var round = 0; round < 5; round++)
        {
            simulated.Disk.Fail(operation, random.Next(1, 12), random.Next(1, 3));
            for (var i = 0; i < 15; i++)
            {
                try
                {
                    Named(seed, () => simulated.Run.DoSomething());
                }
                catch (CheckpointWriteException)
                {
                    failures++;
                    simulated.Run.GiveUpSnapshot();
                }
            }
        }

        simulated.Disk.Kill();
        Named(seed, () => simulated.Run.Open());
        Crash(simulated, random);
        Named(seed, () => simulated.Run.Open());
        return failures;
    }

    private static void Crash(StoreOnSimulatedDisk simulated, Random random)
    {
        simulated.Run.Die();
        if (random.Next(4) == 0) simulated.Disk.Kill();
        else simulated.Disk.Crash(random);
    }

    /// <summary>A failure names the seed that repeats it.</summary>
    private static void Named(int seed, Action act)
    {
        try
        {
            act();
        }
        catch (Exception exception) when (exception is not CheckpointWriteException and not CheckpointReadException)
        {
            throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
        }
    }
}
