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
        await using var run = await StartAsync(Rate, store);
        await run.Until(() => run.Followers()[0].Written.Number > 20);

        await server.KillAsync();
        await run.Until(() => run.Followers()[0].State == FollowerState.Retrying);
        var before = run.PublishedEpoch;
        await Task.Delay(LongRun.Away, RunFixture.Cancel);
        await run.Until(() => run.PublishedEpoch.Number > before.Number + 50); // the topology goes on while the store is away
        Assert.NotNull(run.Followers()[0].Failure);
        await server.StartAsync();
        await run.EndsEqualAsync(place);
    }

    [Fact]
    public async Task Server_KilledAgainAndAgain_EndsEqualToTheFold()
    {
        await using var server = await Servers.StartOwnAsync(service);
        await using var place = await NewPlaceAsync(server.Connection);
        await using var store = place.Open();
        var kills = LongRun.Kills(otherwise: 5);
        await using var run = await StartAsync(perSecond: kills > 5 ? 10_000 : 25_000, store);
        var random = LongRun.Moments(5);
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(random.Next(100, 900), RunFixture.Cancel);
            await server.KillAsync();
            await server.StartAsync();
        }
        await run.EndsEqualAsync(place);
    }

    protected abstract Task<ViewStoreHarness> NewPlaceAsync(string connection);

    private static Task<TopologyRun> StartAsync(double perSecond, IViewStore<string, long> store) =>
        SpeedLayer.StartAsync(FollowedTopology.Of(FollowedTopology.Endless, perSecond, store), cancellationToken: RunFixture.Cancel);
}
