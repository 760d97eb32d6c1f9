using LambdaSpeed.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Storage;

/// <summary>The contract on a simulated disk, and what only that one does.</summary>
public sealed class SimulatedStorageTests : StorageContract
{
    private readonly SimulatedDisk _disk = new();

    [Fact]
    public void Crash_KeepsWhatWasSynced_OverAnySeed()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var disk = new SimulatedDisk();
            using (var file = disk.Open().Create("a"))
            {
                file.Write(0, [1, 2, 3]);
                file.Sync();
                disk.Open().SyncNames();
                file.Write(3, [4, 5, 6]);
            }
            disk.Crash(new Random(seed));

            var left = disk.Peek("a");
            Assert.InRange(left.Length, 3, 6);
            Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6 }[..left.Length], left);
        }
    }

    [Fact]
    public void Crash_OverManySeeds_LosesKeepsTearsAndReorders()
    {
        var outcomes = Enumerable.Range(0, 200).Select(OutcomeOfCrash).ToHashSet();

        Assert.Contains("lost", outcomes);
        Assert.Contains("kept", outcomes);
        Assert.Contains("torn", outcomes);
        Assert.Contains("reordered", outcomes);
    }

    [Fact]
    public void Crash_OverManySeeds_UndoesNamesFromTheEnd()
    {
        var outcomes = Enumerable.Range(0, 100).Select(seed =>
        {
            var disk = new SimulatedDisk();
            disk.Open().Create("a").Dispose();
            disk.Open().Create("b").Dispose();
            disk.Crash(new Random(seed));
            return string.Join(',', disk.Open().List());
        }).ToHashSet();

        Assert.Equal(";a;a,b", string.Join(";", outcomes.Order()));
    }

    [Fact]
    public void Crash_OverManySeeds_ShowsTheOldOrTheNewFile_AfterARename()
    {
        var outcomes = Enumerable.Range(0, 100).Select(seed =>
        {
            var disk = new SimulatedDisk();
            Put(disk, "a", 1);
            Put(disk, "new", 2);
            disk.Open().SyncNames();
            disk.Open().Rename("new", "a");
            disk.Crash(new Random(seed));
            return disk.Peek("a")[0];
        }).ToHashSet();

        Assert.Equal("1,2", string.Join(",", outcomes.Order()));
    }

    [Fact]
    public void Crash_MakesHandlesAndLocksOfBeforeDead()
    {
        var storage = _disk.Open();
        var file = storage.Create("a");
        storage.Lock("lock");

        _disk.Crash(new Random(1));

        Assert.Throws<IOException>(() => file.Write(0, [1]));
        Assert.Throws<IOException>(() => storage.List());
        _disk.Open().Lock("lock").Dispose();
    }

    [Fact]
    public void Kill_LosesNothing()
    {
        _disk.Open().Create("a").Write(0, [1, 2]);

        _disk.Kill();

        Assert.Equal([1, 2], _disk.Peek("a"));
    }

    [Fact]
    public void FailedSync_IsNotMendedByTheNext()
    {
        var lost = Enumerable.Range(0, 50).Count(seed =>
        {
            var disk = new SimulatedDisk(seed);
            var file = disk.Open().Create("a");
            disk.Open().SyncNames();
            file.Write(0, [1]);
            disk.Fail(StorageOperation.Sync);
            Assert.Throws<IOException>(file.Sync);
            file.Sync();
            disk.Crash(new Random(seed));
            return disk.Peek("a").Length == 0;
        });

        Assert.InRange(lost, 1, 49);
    }

    [Fact]
    public void Fail_HitsTheNthOperationOfItsKind()
    {
        var file = _disk.Open().Create("a");
        _disk.Fail(StorageOperation.Write, nth: 2);

        file.Write(0, [1]);
        Assert.Throws<IOException>(() => file.Write(1, [2]));
        file.Write(1, [2]);
    }

    [Fact]
    public void CutPower_FailsAllFromThenOn_UntilTheCrash()
    {
        var file = _disk.Open().Create("a");
        _disk.CutPowerAt(2);
        file.Write(0, [1]);

        Assert.Throws<IOException>(file.Sync);
        Assert.Throws<IOException>(() => _disk.Open().Create("b"));
        Assert.Equal(4, _disk.Operations);
        _disk.Crash(new Random(1));
        _disk.Open().Create("b").Dispose();
    }

    [Fact]
    public void FullDisk_TakesAPart_AndSaysSo()
    {
        var file = _disk.Open().Create("a");
        _disk.Capacity = 5;

        Assert.Contains("No space left", Assert.Throws<IOException>(() => file.Write(2, [1, 2, 3, 4])).Message);
        Assert.Equal([0, 0, 1, 2, 3], _disk.Peek("a"));
        file.Write(0, [9]);
    }

    private protected override IStorage OpenStorage() => _disk.Open();

    private static void Put(SimulatedDisk disk, string name, byte value)
    {
        using var file = disk.Open().Create(name);
        file.Write(0, [value]);
        file.Sync();
    }

    private static string OutcomeOfCrash(int seed)
    {
        var disk = new SimulatedDisk();
        var file = disk.Open().Create("a");
        disk.Open().SyncNames();
        file.Write(0, [.. Enumerable.Repeat((byte)1, 2048)]);
        disk.Crash(new Random(seed));

        var left = disk.Peek("a");
        if (left.Length == 0) return "lost";
        if (left.Contains((byte)0)) return "reordered";
        return left.Length == 2048 ? "kept" : "torn";
    }
}
