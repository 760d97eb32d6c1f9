using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Faults;

/// <summary>Copies of a log as a crash leaves it, torn and damaged, beside the process that goes on.</summary>
public sealed class CrashedDirectoryTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lambdaspeed-crashed-");

    public void Dispose() => _root.Delete(recursive: true);

    private string Place(string name) => Path.Combine(_root.FullName, name);

    [Fact]
    public async Task CopyOfALog_OpensBesideIt_WithWhatWasAppended_AlsoWithATornEnd()
    {
        await using var log = await ReplayLog.OpenAsync(Place("log"), new() { Partitions = 2 }, RunFixture.Cancel);
        Append(log, 20);
        await log.SyncAsync(RunFixture.Cancel);
        CrashedDirectory.Copy(Place("log"), Place("copy"));
        CrashedDirectory.Copy(Place("log"), Place("torn"));
        CrashedDirectory.TearLog(Place("torn"), 0, new byte[100]);
        Append(log, 3);

        foreach (var place in new[] { "copy", "torn" })
        {
            await using var copy = await ReplayLog.OpenAsync(Place(place), new() { Partitions = 2 }, RunFixture.Cancel);
            Assert.Equal(Enumerable.Range(0, 20), Read(copy));
            Append(copy, 5);
            Assert.Equal(Enumerable.Range(0, 25), Read(copy));
        }
        Assert.Equal(Enumerable.Range(0, 23), Read(log));
    }

    [Fact]
    public async Task DamagedCopy_OfALog_IsRefused_OrHasWhatWasAppended()
    {
        await using (var log = await ReplayLog.OpenAsync(Place("log"), new() { Partitions = 1 }, RunFixture.Cancel)) Append(log, 50);
        var refused = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            CrashedDirectory.Copy(Place("log"), Place($"{seed}"));
            CrashedDirectory.Damage(Place($"{seed}"), new Random(seed));
            try
            {
                await using var copy = await ReplayLog.OpenAsync(Place($"{seed}"), new() { Partitions = 1 }, RunFixture.Cancel);
                var found = Read(copy);
                Assert.Equal(Enumerable.Range(0, found.Count), found);
            }
            catch (Exception exception) when (exception is LogCorruptionException or LogMismatchException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 20, 60);
    }

    [Fact]
    public void Place_ThatIsNotThere_OrNotEmpty_IsRefused()
    {
        Directory.CreateDirectory(Place("full"));
        Directory.CreateDirectory(Place("empty"));
        File.WriteAllText(Path.Combine(Place("full"), "file"), "text");
        Assert.Throws<DirectoryNotFoundException>(() => CrashedDirectory.Copy(Place("none"), Place("copy")));
        Assert.Contains("Remedy", Assert.Throws<IOException>(() => CrashedDirectory.Copy(Place("empty"), Place("full"))).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => CrashedDirectory.Damage(Place("empty"), new Random(1)));
        Assert.ThrowsAny<IOException>(() => CrashedDirectory.TearLog(Place("empty"), 0, [1]));
    }

    private static void Append(ReplayLog log, int count)
    {
        for (; count > 0; count--) log.Append(0, new LogEntry(BitConverter.GetBytes((int)log.EndOffset(0))));
    }

    private static List<int> Read(ReplayLog log)
    {
        var numbers = new List<int>();
        using var reader = log.OpenReader(0);
        while (reader.TryRead(out var record)) numbers.Add(BitConverter.ToInt32(record.Value));
        return numbers;
    }
}
