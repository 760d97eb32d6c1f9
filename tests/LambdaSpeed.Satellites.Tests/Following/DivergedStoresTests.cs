using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Following;

/// <summary>Stores that begin a run in states of which its checkpoints know nothing: all end equal to the fold, without ghosts.</summary>
public sealed class DivergedStoresTests(Servers servers)
{
    private const long Count = 150_000;

    [Fact]
    public async Task Stores_EmptiedRolledBackAndAhead_EndEqual_AndTheZombieIsRefused()
    {
        await using var sqlite = new SqliteHarness();
        await using var redis = new RedisHarness(await servers.ConnectionAsync("redis"));
        await using var keys = new RedisKeysHarness(await servers.ConnectionAsync("redis"));
        await using var postgres = await PostgreSqlHarness.NewAsync(await servers.ConnectionAsync("postgresql"));
        ViewStoreHarness[] places = [sqlite, redis, keys, postgres];
        var checkpoints = CheckpointStore.InMemory();
        var zombies = places.Select(place => place.Open()).ToList();
        await RunAsync(checkpoints, zombies, stopAfter: 50);
        var marks = await MarksAsync(zombies);

        var hash = redis.Content(FollowedTopology.View);
        await (await redis.DatabaseAsync()).KeyDeleteAsync([hash, $"{hash}:mark"]);
        var database = await keys.DatabaseAsync();
        await database.StringSetAsync(keys.Entry(FollowedTopology.View, "ghost"), 1);
        await database.StringIncrementAsync(keys.Entry(FollowedTopology.View, "key 7"));
        await database.KeyDeleteAsync(keys.Entry(FollowedTopology.View, "key 8"));
        await database.ListRightPushAsync(keys.Entry(FollowedTopology.View, "ghost of another type"), "x");
        await postgres.ExecuteAsync($"DELETE FROM {postgres.Table(FollowedTopology.View)} WHERE random() < 0.5");
        await postgres.ExecuteAsync($"UPDATE {postgres.Table(FollowedTopology.View)} SET value = value - 7");
        await postgres.ExecuteAsync($"UPDATE {postgres.Schema}.lambdaspeed_marks SET epoch = 1");
        sqlite.Execute($"INSERT INTO {FollowedTopology.View} VALUES ('ghost', 1)");
        sqlite.Execute("UPDATE lambdaspeed_marks SET epoch = epoch + 1000, incarnation = 9");

        var stores = places.Select(place => place.Open()).ToList();
        var running = RunAsync(checkpoints, stores);
        await Task.WhenAll(zombies.Zip(marks).Select(zombie => HauntAsync(zombie.First, zombie.Second, running)));
        await running;

        foreach (var place in places)
        {
            Assert.Equal(FollowedTopology.Fold(Count), await place.ReadAsync(FollowedTopology.View, RunFixture.Cancel));
        }
        foreach (var mark in await MarksAsync(stores)) Assert.True(mark.Incarnation > 1);
        foreach (var store in stores.Concat(zombies)) await store.DisposeAsync();
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Redis)]
    [InlineData(StoreKind.PostgreSql)]
    [InlineData(StoreKind.RedisKeys)]
    public async Task Store_ThatFailsInEveryWay_EndsEqual_AcrossRestarts(StoreKind kind)
    {
        await using var place = await servers.NewPlaceAsync(kind);
        var checkpoints = CheckpointStore.InMemory();
        var writes = new FaultPlan(write => write % 5 < 3 ? (InjectedFault)(1 + (write % 5)) : InjectedFault.None);
        for (var start = 1; start <= 3; start++)
        {
            await using var store = new FlakyViewStore<string, long>(place.Open()) { Writes = writes };
            var content = await RunAsync(checkpoints, [store], start < 3 ? 30 : long.MaxValue);
            Assert.True(writes.Faults >= 3, $"{writes.Faults} faults");
            Assert.Equal(content, await place.ReadAsync(FollowedTopology.View, RunFixture.Cancel));
        }
        Assert.Equal(FollowedTopology.Fold(Count), await place.ReadAsync(FollowedTopology.View, RunFixture.Cancel));
    }

    /// <summary>Runs to the end of the numbers, or so many epochs more; gives what the view then holds.</summary>
    private static async Task<Dictionary<string, long>> RunAsync(
        ICheckpointStore checkpoints, IEnumerable<IViewStore<string, long>> stores, long stopAfter = long.MaxValue)
    {
        var options = new SpeedLayerOptions { Checkpoints = checkpoints };
        await using var run = await SpeedLayer.StartAsync(FollowedTopology.Of(Count, 40_000, stores), options, RunFixture.Cancel);
        var first = run.PublishedEpoch.Number;
        await run.Until(() => run.Completion.IsCompleted || run.PublishedEpoch.Number - first > stopAfter);
        await run.Within(run.StopAsync(RunFixture.Cancel));
        Assert.All(run.Followers(), follower => Assert.Equal(FollowerState.Ended, follower.State));
        return run.View(new ViewName<string, long>(FollowedTopology.View)).All().ToDictionary();
    }

    private static async Task<List<ViewMark>> MarksAsync(IEnumerable<IViewStore<string, long>> stores)
    {
        var marks = new List<ViewMark>();
        foreach (var store in stores) marks.Add((await store.ReadMarkAsync(FollowedTopology.View, RunFixture.Cancel))!.Value);
        return marks;
    }

    /// <summary>The first run's writer goes on writing until the second run has ended; once fenced off, it stays so.</summary>
    private static async Task HauntAsync(IViewStore<string, long> zombie, ViewMark mark, Task running)
    {
        while (!running.IsCompleted)
        {
            var held = await zombie.ReadMarkAsync(FollowedTopology.View, RunFixture.Cancel);
            if (held is { } taken && taken.Incarnation > mark.Incarnation)
            {
                ViewChange<string, long>[] ghost = [new("ghost", 1, mark.Epoch)];
                var next = mark with { Epoch = mark.Epoch.Next };
                await Assert.ThrowsAsync<StaleWriterException>(
                    () => zombie.ApplyAsync(FollowedTopology.View, ghost, mark, next, RunFixture.Cancel).AsTask());
            }
            await Task.Delay(20, RunFixture.Cancel);
        }
    }
}
