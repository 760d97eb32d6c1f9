using LambdaSpeed.RocksDb;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Checkpoints;

/// <summary>State that is many times the memory of its store.</summary>
/// <remarks><c>LAMBDASPEED_ROCKSDB_KEYS</c> sets how much; the budget is 10 bytes a key.</remarks>
public sealed class LargeStateTests : IDisposable
{
    private const int KeysPerEpoch = 10_000;

    private static readonly long Keys =
        long.TryParse(Environment.GetEnvironmentVariable("LAMBDASPEED_ROCKSDB_KEYS"), out var keys) ? keys : 2_000_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-large-");

    private static long Budget => Math.Max(10 * Keys, 16 << 20);

    private DirectoryInfo Topology => new(Path.Combine(_folder.FullName, "hits"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Store_StaysWithinItsBudget_AndCommitsRightAfterItsStart()
    {
        var most = Fill();
        Assert.InRange(most, 1 << 20, Budget * 3 / 2);
        Assert.True(BytesOf("*") > 4 * Budget, $"{BytesOf("*")} bytes are no test of {Budget}");
        Assert.True(BytesOf("*.log") <= Budget, $"a start after a crash would read {BytesOf("*.log")} bytes of the log");

        var time = TimeSpan.MaxValue;
        for (var start = 1; start < 4 && time > TimeSpan.FromSeconds(2); start++) // a busy machine may stop this thread meanwhile
        {
            time = FirstCommit((Keys / KeysPerEpoch) + start);
        }
        Assert.True(time <= TimeSpan.FromSeconds(2), $"the first commit took {time}");
    }

    private TimeSpan FirstCommit(long epoch)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var journal = Store().Open("hits");
        Commit(journal, epoch: journal.Latest!.Epoch.Number + 1, new Random(2));
        var time = TimeProvider.System.GetElapsedTime(start);
        Assert.Equal(epoch, journal.Latest.Epoch.Number);
        return time;
    }

    private long Fill()
    {
        var store = Store();
        using var journal = store.Open("hits");
        var (random, most) = (new Random(1), 0L);
        for (var epoch = 1L; epoch <= Keys / KeysPerEpoch; epoch++)
        {
            Commit(journal, epoch, random);
            most = Math.Max(most, store.MemoryBytesInUse);
        }
        return most;
    }

    private static void Commit(ICheckpointJournal journal, long epoch, Random random)
    {
        using var writer = new ChangeWriter();
        Span<byte> key = stackalloc byte[16], value = stackalloc byte[100];
        for (var i = 0; i < KeysPerEpoch; i++)
        {
            random.NextBytes(key);
            random.NextBytes(value);
            writer.Put(key, value);
        }
        journal.Commit(new(epoch), default, [new("state", writer.Written)]);
    }

    private RocksDbCheckpointStore Store() => new(new() { Path = _folder.FullName, MemoryBytes = Budget });

    private long BytesOf(string pattern) => Topology.EnumerateFiles(pattern).Sum(file => file.Length);
}
