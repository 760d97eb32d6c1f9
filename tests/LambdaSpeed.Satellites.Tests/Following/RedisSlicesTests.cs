using LambdaSpeed.Redis;
using LambdaSpeed.Satellites.Tests.Fixtures;
using StackExchange.Redis;
using Xunit;
using static LambdaSpeed.Satellites.Tests.Fixtures.SliceWrites;

namespace LambdaSpeed.Satellites.Tests.Following;

/// <summary>Slices as hashes or prefixes: what is left of one that was dropped, and which keys there are.</summary>
public sealed class RedisSlicesTests(Servers servers)
{
    [Fact]
    public async Task Hashes_AreNamedByTheirSlices()
    {
        await using var place = new RedisSlicedHarness(new RedisHarness(await servers.ConnectionAsync("redis")));
        await using var store = place.Open();
        await store.ReplaceAsync("v", Slice(3, 2), Mark(1), RunFixture.Cancel);
        await store.ApplyAsync("v", [], [Put(4, "a:b", 7)], Mark(1), Mark(2), RunFixture.Cancel);

        Assert.Equal(["{v}:slice:3", "{v}:slice:4", "{v}:slices", "{v}:slices:mark"], (await place.Keys.KeysAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(7, (long)await (await place.Keys.DatabaseAsync()).HashGetAsync($"{place.Keys.Content("v")}:slice:4", "a:b"));
        await store.ApplyAsync("v", [3], [], Mark(2), Mark(3), RunFixture.Cancel);
        Assert.Equal(["{v}:slice:4", "{v}:slices", "{v}:slices:mark"], (await place.Keys.KeysAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Keys_OfASliceThatIsDropped_AreDeletedSomeAtATime_AndAllOfThem()
    {
        await using var place = new RedisSlicedHarness(new RedisKeysHarness(await servers.ConnectionAsync("redis")));
        await using var store = place.Open();
        await store.ReplaceAsync("v", Slice(1, 5000), Mark(1), RunFixture.Cancel);
        await store.ApplyAsync("v", [], [Put(11, "a", 7)], Mark(1), Mark(2), RunFixture.Cancel);
        Assert.Equal(5003, (await place.Keys.KeysAsync()).Count);
        await store.ApplyAsync("v", [1], [], Mark(2), Mark(3), RunFixture.Cancel);

        Assert.Equal(["{v}:slice:11:a", "{v}:slices", "{v}:slices:mark"], (await place.Keys.KeysAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Keys_ThatACrashHasLeftOfASlice_AreNeitherShownNorKept_AndCountWhereTheSliceComesBack()
    {
        await using var place = new RedisSlicedHarness(new RedisKeysHarness(await servers.ConnectionAsync("redis")));
        await using var store = place.Open();
        await store.ReplaceAsync("v", Slice(1, 3), Mark(1), RunFixture.Cancel);
        var database = await place.Keys.DatabaseAsync();
        foreach (var left in new[] { "1:key 7", "2:key 0", "2:key 1" }) // the set does not have slice 2
        {
            await database.StringSetAsync($"{place.Keys.Content("v")}:slice:{left}", 1);
        }
        Assert.Equal(4, (await place.ReadAsync("v", RunFixture.Cancel)).Count);

        await store.ReplaceAsync("v", Slice(2, 2), Mark(2), RunFixture.Cancel);
        Assert.Equal([new(2, "key 0"), new(2, "key 1")], (await place.ReadAsync("v", RunFixture.Cancel)).Keys.OrderBy(key => key.Key));
        Assert.Equal(4, (await place.Keys.KeysAsync()).Count);
    }

    [Theory]
    [InlineData(RedisLayout.Hash)]
    [InlineData(RedisLayout.Keys)]
    public async Task Slices_InSmallTransactions_AreDropped(RedisLayout layout)
    {
        var connection = await servers.ConnectionAsync("redis");
        await using var place = new RedisSlicedHarness(
            layout == RedisLayout.Hash ? new RedisHarness(connection, largestTransaction: 7) : new RedisKeysHarness(connection, largestTransaction: 7));
        await using var store = place.Open();
        await store.ReplaceAsync("v", Slice(0, 100), Mark(1), RunFixture.Cancel);
        await store.ApplyAsync(
            "v", [0], [.. Enumerable.Range(0, 50).Select(i => Put(1 + (i % 3), $"key {i}", i))], Mark(1), Mark(2), RunFixture.Cancel);

        var shown = await place.ReadAsync("v", RunFixture.Cancel);
        Assert.Equal(Enumerable.Range(0, 50).ToDictionary(i => new SliceKey<string>(1 + (i % 3), $"key {i}"), i => (long)i), shown);
    }

    [Theory]
    [InlineData(RedisLayout.Hash)]
    [InlineData(RedisLayout.Keys)]
    public async Task View_ThatIsFollowedWholeAndBySlices_HasBoth(RedisLayout layout)
    {
        var connection = await servers.ConnectionAsync("redis");
        await using var place = new RedisSlicedHarness(layout == RedisLayout.Hash ? new RedisHarness(connection) : new RedisKeysHarness(connection));
        await using var whole = place.Keys.Open();
        await using var sliced = place.Open();
        await whole.ReplaceAsync("v", new Dictionary<string, long> { ["key 0"] = 1 }.ToAsyncEnumerable(), Mark(5), RunFixture.Cancel);
        await sliced.ReplaceAsync("v", Slice(0, 3), Mark(4), RunFixture.Cancel);
        await sliced.ApplyAsync("v", [], [Put(0, "key 0", 7)], Mark(4), Mark(6), RunFixture.Cancel);
        await whole.ReplaceAsync("v", new Dictionary<string, long> { ["key 0"] = 1 }.ToAsyncEnumerable(), Mark(7), RunFixture.Cancel);

        Assert.Equal(3, (await place.ReadAsync("v", RunFixture.Cancel)).Count);
        Assert.Equal(new Dictionary<string, long> { ["key 0"] = 1 }, await place.Keys.ReadAsync("v", RunFixture.Cancel));
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(2, 15_000)]
    [InlineData(10, 1000)]
    public async Task NewContent_OfAServerThatIsSilent_IsNotAllUnderWay(int slices, int keys)
    {
        var silence = TimeSpan.FromSeconds(1);
        await using var server = await Servers.StartOwnAsync("redis"); // silent for all
        await using var place = new RedisSlicedHarness(new RedisHarness(server.Connection));
        await using var sliced = place.Open();
        await using var other = await ConnectionMultiplexer.ConnectAsync(server.Connection + ",allowAdmin=true");
        await sliced.ReadMarkAsync("v", RunFixture.Cancel);
        var (during, since) = (0, 0L);
        await Task.Run(() => sliced.ReplaceAsync("v", Content(), Mark(1), RunFixture.Cancel).AsTask(), RunFixture.Cancel);

        Assert.NotEqual(0, since);
        Assert.True(during <= 20_000, $"{during} more entries were taken while the server was silent");

        async IAsyncEnumerable<KeyValuePair<SliceKey<string>, long>> Content()
        {
            for (var i = 0; i < slices * keys; i++) yield return new(new(i / keys, $"key {i}"), i);
            for (var i = 0; i < 150_000; i++)
            {
                if (i == 30_000)
                {
                    since = TimeProvider.System.GetTimestamp();
                    await other.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", $"{silence.TotalMilliseconds}");
                }
                if (since != 0 && TimeProvider.System.GetElapsedTime(since) < silence) during++;
                yield return new(new(99, $"key {i}"), i);
            }
        }
    }
}
