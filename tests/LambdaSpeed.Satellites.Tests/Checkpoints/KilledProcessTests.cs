using LambdaSpeed.Satellites.Tests.Following;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Checkpoints;

/// <summary>Real processes that are killed at random moments: what they committed is there, and nothing else.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private static readonly int Kills = LongRun.Kills(otherwise: 6);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-killed-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Store_OfAKilledProcess_HasWhatWasCommitted()
    {
        var random = LongRun.Moments(11);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = ChildProcess.ThatCommits(_folder.FullName);
            await child.SpeaksAsync();
            var said = await child.KillAfterAsync(TimeSpan.FromMilliseconds(random.Next(400)));
            using var journal = RocksDbHarness.StoreAt(_folder.FullName).Open("hits");
            var epoch = journal.Latest!.Epoch.Number;

            Assert.InRange(epoch, said, said + 2); // it may not have come to say so
            Assert.Equal(KnownCommits.ManifestOf(epoch), journal.Latest.Manifest.ToArray());
            Assert.Equal(KnownCommits.FoldOf(epoch), KnownCommits.Read(journal));
            Assert.Equal(2 * (kill + 1), journal.Incarnation);
        }
    }

    [Fact]
    public async Task Store_OfAProcessThatIsKilledAtItsStart_OpensAgain()
    {
        var random = LongRun.Moments(12);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = ChildProcess.ThatCommits(_folder.FullName);
            await child.KillAfterAsync(TimeSpan.FromMilliseconds(60 + random.Next(250)));
            using var journal = RocksDbHarness.StoreAt(_folder.FullName).Open("hits");

            Assert.Equal(KnownCommits.FoldOf(journal.Latest?.Epoch.Number ?? 0), KnownCommits.Read(journal));
        }
    }

    [Fact]
    public async Task Place_IsLocked_WhileAnotherProcessHasIt()
    {
        using var child = ChildProcess.ThatCommits(_folder.FullName);
        await child.SpeaksAsync();

        Assert.Throws<StorageLockedException>(() => RocksDbHarness.StoreAt(_folder.FullName).Open("hits"));
        await child.KillAfterAsync(TimeSpan.Zero);
        RocksDbHarness.StoreAt(_folder.FullName).Open("hits").Dispose();
    }

    [Fact]
    public async Task Topology_OfKilledProcesses_EndsEqualToTheFold()
    {
        var count = LongRun.Messages(150_000, quickKills: 6);
        var random = LongRun.Moments(13);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = ChildProcess.ThatRuns(_folder.FullName, count);
            await child.SpeaksAsync();
            await child.KillAfterAsync(TimeSpan.FromMilliseconds(random.Next(600)));
        }
        var options = new SpeedLayerOptions { Checkpoints = RocksDbHarness.StoreAt(_folder.FullName) };
        await using var run = await SpeedLayer.StartAsync(FollowedTopology.Of(count, 40_000), options, RunFixture.Cancel);
        Assert.True(run.Incarnation > Kills);
        await run.Within(run.Completion);

        Assert.Equal(FollowedTopology.Fold(count), run.View(new ViewName<string, long>(FollowedTopology.View)).All().ToDictionary());
    }
}
