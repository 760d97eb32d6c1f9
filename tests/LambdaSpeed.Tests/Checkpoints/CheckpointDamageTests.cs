using LambdaSpeed.Checkpoints;
using LambdaSpeed.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>What is read back is what was written, or an exception that says what is wrong with it.</summary>
public sealed class CheckpointDamageTests
{
    private const int Block = 4096;

    [Fact]
    public void DamagedSnapshot_IsReplaced_ByTheOneBeforeAndItsChanges()
    {
        for (var offset = 0; offset < Block + 600; offset += offset < Block ? 5 : 11)
        {
            if (offset is > 16 and < Block) continue; // what fills up the first block has no meaning
            var simulated = WithTwoSnapshots();
            simulated.Flip(simulated.Newest("snapshot"), offset);

            simulated.Run.Open().Commit().Snapshot().Reopen();
        }
    }

    [Fact]
    public void DamagedSnapshot_AfterAnyUse_IsReplaced()
    {
        var damaged = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var simulated = new StoreOnSimulatedDisk(seed);
            simulated.Run.Open();
            for (var i = 0; i < 60; i++) simulated.Run.DoSomething();
            simulated.Run.Journal.Dispose();
            simulated.Run.Die();
            if (simulated.FileNames.LastOrDefault(name => name.StartsWith("snapshot", StringComparison.Ordinal)) is not { } newest) continue;

            damaged++;
            simulated.Flip(newest, Block + (seed % 60));
            simulated.Run.Open().CommitMany(2).Snapshot().Reopen();
        }
        Assert.InRange(damaged, 100, 400);
    }

    [Fact]
    public void DamagedSnapshot_WhoseChangesAreMissing_IsReported()
    {
        var simulated = WithTwoSnapshots();
        simulated.Flip(simulated.Newest("snapshot"), Block + 80);
        var storage = simulated.Disk.Open().Directory("hits");
        foreach (var name in storage.List().Where(name => name.StartsWith("changes", StringComparison.Ordinal))) storage.Delete(name);

        Assert.EndsWith(simulated.Newest("snapshot"), Assert.Throws<CheckpointDamagedException>(() => simulated.Run.Open()).File);
    }

    [Fact]
    public void FirstSnapshot_WhenDamaged_IsReplacedByAllChanges()
    {
        var simulated = new StoreOnSimulatedDisk();
        simulated.Run.Open().CommitMany(5).Snapshot().CommitMany(3).Journal.Dispose();
        simulated.Flip(simulated.Newest("snapshot"), Block + 100);

        simulated.Run.Open();
    }

    [Fact]
    public void AllSnapshots_WhenDamaged_AreReported()
    {
        var simulated = WithTwoSnapshots();
        foreach (var name in simulated.FileNames.Where(name => name.StartsWith("snapshot", StringComparison.Ordinal)).ToList())
        {
            simulated.Flip(name, Block + 80);
        }

        var exception = Assert.Throws<CheckpointDamagedException>(() => simulated.Run.Open());
        Assert.EndsWith(simulated.Newest("snapshot"), exception.File);
        Assert.Contains("Remedy", exception.Message);
    }

    [Fact]
    public void DamageInTheMiddle_IsReported_WithFileAndOffset()
    {
        var simulated = new StoreOnSimulatedDisk();
        var run = simulated.Run.Open().Commit(20);
        var name = simulated.Newest("changes");
        var offset = simulated.Peek(name).Length;
        run.Commit(20).Commit(20);
        simulated.Disk.Kill();
        simulated.Flip(name, offset + 100);

        var exception = Assert.Throws<CheckpointDamagedException>(() => run.Open());
        Assert.EndsWith(name, exception.File);
        Assert.Equal(offset, exception.Offset);
    }

    [Fact]
    public void DamageOfTheLastCommit_IsReported_WhenTheRunHadEnded()
    {
        var simulated = new StoreOnSimulatedDisk();
        var run = simulated.Run.Open().Commit(20);
        var name = simulated.Newest("changes");
        var offset = simulated.Peek(name).Length;
        run.Commit(20).Journal.Dispose();
        simulated.Flip(name, offset + 100);

        Assert.Equal(offset, Assert.Throws<CheckpointDamagedException>(() => run.Open()).Offset);
    }

    [Fact]
    public void DamageThatASnapshotCovers_IsNoLoss()
    {
        var simulated = new StoreOnSimulatedDisk();
        simulated.Run.Open().CommitMany(5).Snapshot().CommitMany(2).Journal.Dispose();
        simulated.Flip(simulated.FileNames.First(name => name.StartsWith("changes", StringComparison.Ordinal)), Block + 20);

        simulated.Run.Open();
    }

    /// <summary>A snapshot holds keys as of a later epoch; without that one's commit they would be from the future.</summary>
    [Fact]
    public void CommitsThatASnapshotLookedAheadTo_AreNeeded()
    {
        var simulated = new StoreOnSimulatedDisk();
        using var journal = simulated.Store.Open("hits");
        for (var epoch = 1; epoch <= 3; epoch++) Commit(epoch);
        using var snapshot = journal.BeginSnapshot(new(1), default);
        snapshot.Write(Changes(3));
        Commit(4);
        snapshot.Complete(new(3));
        simulated.Disk.Kill();

        simulated.Disk.Open().Directory("hits").Delete(simulated.Newest("changes")); // commit 4
        var first = simulated.Newest("changes");
        simulated.Poke(first, simulated.Peek(first)[..(2 * Block)]); // of the other three, the first one is left
        var exception = Assert.Throws<CheckpointDamagedException>(() => simulated.Store.Open("hits"));
        Assert.Contains("up to epoch 3", exception.Message, StringComparison.Ordinal);

        void Commit(int epoch) => journal.Commit(new(epoch), BitConverter.GetBytes(epoch), [Changes(epoch)]);

        static ChangeBlock Changes(int value)
        {
            using var writer = new ChangeWriter();
            writer.Put(Codec.Int32, 1, Codec.Int32, value);
            return new("keys", writer.Written.ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(4096)]
    public void TornTail_IsCutOff(int lost)
    {
        var simulated = new StoreOnSimulatedDisk();
        var run = simulated.Run.Open().CommitMany(4);
        var (name, before) = (simulated.Newest("changes"), run.Epoch);
        var end = simulated.Peek(name).Length;
        run.Commit(30);
        simulated.Disk.Kill();
        var bytes = simulated.Peek(name);
        var whole = bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1; // without what fills up the last block
        simulated.Poke(name, bytes[..Math.Max(end, whole - lost)]);

        using var journal = simulated.Store.Open("hits");
        Assert.Equal(before, journal.Latest!.Epoch);
    }

    [Fact]
    public void MissingFile_IsReported()
    {
        var simulated = new StoreOnSimulatedDisk();
        simulated.Run.Open().CommitMany(3).Snapshot().Commit();
        simulated.Disk.Kill();
        simulated.Run.Open().CommitMany(2).Journal.Dispose();
        var changes = simulated.FileNames.Where(name => name.StartsWith("changes", StringComparison.Ordinal)).ToList();
        simulated.Disk.Open().Directory("hits").Delete(changes[0]);
        simulated.Flip(simulated.Newest("snapshot"), Block + 90);

        Assert.Throws<CheckpointDamagedException>(() => simulated.Run.Open());
    }

    [Fact]
    public void NewerFormat_IsRefused_WithTheRemedy()
    {
        var simulated = new StoreOnSimulatedDisk();
        simulated.Run.Open().Commit().Journal.Dispose();
        var (name, bytes) = (simulated.Newest("changes"), simulated.Peek(simulated.Newest("changes")));
        bytes[8] = 2;
        BitConverter.TryWriteBytes(bytes.AsSpan(12), Crc32C.Of(bytes.AsSpan(0, 12)));
        simulated.Poke(name, bytes);

        var exception = Assert.Throws<CheckpointVersionException>(() => simulated.Run.Open());
        Assert.Equal(2, exception.Version);
        Assert.Equal(bytes, simulated.Peek(name));
    }

    [Fact]
    public void OldGenerations_AreDeleted_AndOneIsKept()
    {
        var simulated = new StoreOnSimulatedDisk();
        var run = simulated.Run.Open();
        for (var i = 0; i < 10; i++)
        {
            run.CommitMany(4).Snapshot().CommitMany(2);
            var kinds = simulated.FileNames.CountBy(name => name.Split('-')[0]).ToDictionary();
            Assert.Equal(Math.Min(i + 1, 2), kinds["snapshot"]);
            Assert.InRange(kinds["changes"], 2, 3);
            Assert.Equal(1, kinds["incarnation"]);
        }
    }

    [Fact]
    public void HeaderThatPromisesMoreThanTheFileHas_CostsNoMemory()
    {
        var simulated = new StoreOnSimulatedDisk();
        simulated.Run.Open().CommitMany(2);
        simulated.Disk.Kill();
        var name = simulated.Newest("changes");
        var bytes = simulated.Peek(name);
        Assert.True(CheckpointFileName.TryParse(name, out var parsed));
        var huge = new FrameHeader(FrameKind.Commit, new(1, new(99)), new(1, simulated.Run.Epoch), 1L << 60, int.MaxValue);
        var front = new byte[Block];
        huge.Write(front, parsed.Seed);
        simulated.Poke(name, [.. bytes, .. front]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        simulated.Run.Open();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    private static StoreOnSimulatedDisk WithTwoSnapshots()
    {
        var simulated = new StoreOnSimulatedDisk();
        simulated.Run.Open().CommitMany(5).Snapshot().CommitMany(5).Snapshot().CommitMany(3).Journal.Dispose();
        return simulated;
    }
}
