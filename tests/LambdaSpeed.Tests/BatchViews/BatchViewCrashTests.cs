using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.BatchViews;

/// <summary>Whatever happens to disk and process: the name is not there, or the whole view is behind it.</summary>
public sealed class BatchViewCrashTests
{
    private static readonly int Seeds = LongRun.Crashes(otherwise: 4000) / 4;

    [Fact]
    public void Crash_AtAnyOperation_LeavesAWholeViewOrNone()
    {
        var (published, lost) = (0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var disk = new SimulatedDisk(seed);
            var rows = RowsOf(random);
            disk.CutPowerAt(random.Next(1, 20));
            var isComplete = TryWrite(disk, rows);
            if (random.Next(4) == 0) disk.Kill();
            else disk.Crash(random);

            if (Check(disk, rows, seed)) published++;
            else lost++;
            Assert.False(isComplete && !Exists(disk), $"seed {seed}: it was published, and is gone");
            if (!Exists(disk)) BatchRoom.Write(disk.Open(), BatchRoom.Counts<long>(), rows, sortBytes: 1500);
            Assert.True(Check(disk, rows, seed));
            Assert.True(isComplete || Files(disk).SequenceEqual([BatchRoom.Name]) || Exists(disk), $"seed {seed}: {string.Join(' ', Files(disk))}");
        }
        Assert.True(published > Seeds / 20 && lost > Seeds / 20, $"{published} published, {lost} not");
    }

    [Theory]
    [InlineData(nameof(StorageOperation.Create))]
    [InlineData(nameof(StorageOperation.Write))]
    [InlineData(nameof(StorageOperation.Sync))]
    [InlineData(nameof(StorageOperation.Rename))]
    [InlineData(nameof(StorageOperation.SyncNames))]
    [InlineData(nameof(StorageOperation.Read))]
    public void FailedOperation_IsReported_AndNothingHalfIsPublished(string operation)
    {
        var failures = 0;
        for (var nth = 1; nth < 12; nth++)
        {
            var disk = new SimulatedDisk(nth);
            var rows = RowsOf(new Random(nth));
            disk.Fail(Enum.Parse<StorageOperation>(operation), nth);
            if (!TryWrite(disk, rows)) failures++;
            disk.Kill();
            Check(disk, rows, nth);
        }
        Assert.True(failures > 0);
    }

    [Fact]
    public void FullDisk_IsReported_AndGivenItsRoomBack()
    {
        var disk = new SimulatedDisk { Capacity = 30_000 };
        Assert.False(TryWrite(disk, [.. Enumerable.Range(0, 9000).Select(i => ((long)i, 1L))]));

        Assert.Equal(0, disk.UsedBytes);
    }

    private static bool TryWrite(SimulatedDisk disk, List<(long, long)> rows)
    {
        try
        {
            BatchRoom.Write(disk.Open(), BatchRoom.Counts<long>(), rows, sortBytes: 1500);
            return true;
        }
        catch (BatchViewStorageException exception)
        {
            Assert.IsAssignableFrom<IOException>(exception.InnerException);
            return false;
        }
    }

    /// <summary>Whether the view is there; if it is, it is the whole one.</summary>
    private static bool Check(SimulatedDisk disk, List<(long Key, long Count)> rows, int seed)
    {
        if (!Exists(disk)) return false;

        using var view = BatchRoom.Open(disk.Open(), BatchRoom.Counts<long>());
        var expected = rows.GroupBy(row => row.Key).OrderBy(group => group.Key)
            .Select(group => KeyValuePair.Create(group.Key, group.Sum(row => row.Count)));
        Assert.True(expected.SequenceEqual(view.All()), $"seed {seed}: another content");
        return true;
    }

    private static bool Exists(SimulatedDisk disk) => Files(disk).Contains(BatchRoom.Name);

    private static List<string> Files(SimulatedDisk disk) => [.. disk.Open().List().Where(name => !name.EndsWith(".lock", StringComparison.Ordinal))];

    private static List<(long, long)> RowsOf(Random random)
    {
        var count = random.Next(300);
        return random.Next(2) == 0
            ? [.. Enumerable.Range(0, count).Select(i => ((long)i, 1L))]
            : [.. Enumerable.Range(0, count).Select(_ => (random.NextInt64(100), 1L))];
    }
}
