using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Following;

/// <summary>Real processes that are killed at random moments, while they start and while they work: the store ends equal to the
/// fold.</summary>
public sealed class KilledFollowersTests(Servers servers) : IDisposable
{
    private static readonly int Kills = LongRun.Kills(otherwise: 5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-killed-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Redis)]
    [InlineData(StoreKind.PostgreSql)]
    [InlineData(StoreKind.RedisKeys)]
    public async Task Store_OfKilledProcesses_EndsEqualToTheFold(StoreKind kind)
    {
        await using var place = await servers.NewPlaceAsync(kind);
        var count = LongRun.Messages(150_000, quickKills: 5);
        var random = LongRun.Moments(17 + (int)kind);
        var whileWorking = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = ChildProcess.ThatFollows(kind, place, _folder.FullName, count);
            var starts = random.Next(4) == 0;
            if (!starts) await child.SpeaksAsync();
            var said = await child.KillAfterAsync(TimeSpan.FromMilliseconds(starts ? random.Next(60, 400) : random.Next(500)));
            if (said > 0) whileWorking++;
        }

        await using var store = place.Open();
        var options = new SpeedLayerOptions { Checkpoints = CheckpointStore.InDirectory(_folder.FullName) };
        await using var run = await SpeedLayer.StartAsync(FollowedTopology.Of(count, 400_000, store), options, RunFixture.Cancel);
        Assert.True(whileWorking > Kills / 3 && run.Incarnation > whileWorking, $"{whileWorking} of {Kills} killed while they worked");
        await run.Within(run.Completion);

        Assert.Equal(FollowerState.Ended, run.Followers()[0].State);
        Assert.Equal(FollowedTopology.Fold(count), await place.ReadAsync(FollowedTopology.View, RunFixture.Cancel));
    }
}
