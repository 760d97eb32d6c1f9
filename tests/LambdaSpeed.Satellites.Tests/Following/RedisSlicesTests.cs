using LambdaSpeed.Redis;
using LambdaSpeed.Satellites.Tests.Fixtures;
using StackExchange.Redis;
using Xunit;

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

        Assert.Equal(["{v}:mark", "{v}:slice:3", "{v}:slice:4", "{v}:slices"], (await place.Keys.KeysAsync()).Order());
        Assert.Equal(7, (long)await (await place.Keys.DatabaseAsync()).HashGetAsync($"{place.Keys.Content("v")}:slice:4", "a:b"));
        await store.ApplyAsync("v", [3], [], Mark(2), Mark(3), RunFixture.Cancel);
        Assert.Equal(["{v}:mark", "{v}:slice:4", "{v}:slices"], (await place.Keys.KeysAsync()).Order());
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

        Assert.Equal(["{v}:mark", "{v}:slice:11:a", "{v}:slices"], (await place.Keys.KeysAsync()).Order());
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

    private static ViewMark Mark(long epoch) => new(1, new EpochId(epoch));

    private static ViewChange<SliceKey<string>, long> Put(int slice, string key, long value) => new(new(slice, key), value, new EpochId(1));

    private static IAsyncEnumerable<KeyValuePair<SliceKey<string>, long>> Slice(int number, int keys) => Enumerable.Range(0, keys)
        .Select(i => KeyValuePair.Create(new SliceKey<string>(number, $"key {i}"), (long)i)).ToAsyncEnumerable();
}
