using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Following;

/// <summary>A server that is killed while a run goes on, and comes back: with all it had, or with nothing.</summary>
public abstract class OutageTests(string service)
{
    internal async Task KillAndStayAwayAsync(params (string Name, string Value)[] environment)
    {
        await using var server = await Servers.StartOwnAsync(service, environment);
        await using var place = await NewPlaceAsync(server.Connection);
        await using var store = place.Open();
        const int Rate = 20_000;
        var count = Rate * (long)(LongRun.Away.TotalSeconds + 5);
        await using var run = await StartAsync(count, Rate, store);
        await run.Until(() => run.Followers()[0].Written.Number > 20);

        await server.KillAsync();
        await run.Until(() => run.Followers()[0].State == FollowerState.Retrying);
        var before = run.PublishedEpoch;
        await Task.Delay(LongRun.Away, RunFixture.Cancel);
        Assert.True(run.PublishedEpoch.Number > before.Number + 50, "the topology stood still while the store was away");
        Assert.NotNull(run.Followers()[0].Failure);
        await server.StartAsync();
        await run.Until(() => run.Followers()[0].State is FollowerState.Following or FollowerState.Ended); // on a slow machine all may be over
        await RequireFoldAsync(run, place, count);
    }

    [Fact]
    public async Task Server_KilledAgainAndAgain_EndsEqualToTheFold()
    {
        await using var server = await Servers.StartOwnAsync(service);
        await using var place = await NewPlaceAsync(server.Connection);
        await using var store = place.Open();
        var kills = LongRun.Kills(otherwise: 5);
        var count = LongRun.Messages(500_000, quickKills: 5);
        await using var run = await StartAsync(count, perSecond: kills > 5 ? 10_000 : 25_000, store);
        var random = LongRun.Moments(5);
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(random.Next(100, 900), RunFixture.Cancel);
            await server.KillAsync();
            await server.StartAsync();
        }
        await RequireFoldAsync(run, place, count);
    }

    protected abstract Task<ViewStoreHarness> NewPlaceAsync(string connection);

    private static Task<TopologyRun> StartAsync(long count, double perSecond, IViewStore<string, long> store) =>
        SpeedLayer.StartAsync(FollowedTopology.Of(count, perSecond, store), cancellationToken: RunFixture.Cancel);

    private static async Task RequireFoldAsync(TopologyRun run, ViewStoreHarness place, long count)
    {
        await run.Within(run.Completion);
        Assert.Equal(FollowerState.Ended, run.Followers()[0].State);
        Assert.Equal(FollowedTopology.Fold(count), await place.ReadAsync(FollowedTopology.View, RunFixture.Cancel));
    }
}
