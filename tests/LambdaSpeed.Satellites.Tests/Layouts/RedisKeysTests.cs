using LambdaSpeed.Redis;
using LambdaSpeed.Satellites.Tests.Fixtures;
using StackExchange.Redis;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Layouts;

/// <summary>Views of which each entry is a key of its own in Redis.</summary>
public sealed class RedisKeysTests(Servers servers)
{
    [Fact]
    public async Task Entries_AreStrings_ReadByGet()
    {
        await using var place = await NewPlaceAsync();
        var key = ViewColumns.Of<(string Page, int Hour)>().Column("page", k => k.Page).Column("hour", k => k.Hour);
        var value = ViewColumns.Of<(long Hits, string? Note)>().Column("hits", v => v.Hits).Column("note", v => v.Note);
        await using var store = new RedisViewStore<(string, int), (long, string?)>(place.Options, key, value);
        await store.ReplaceAsync("v", Pairs((("a:b", 7), (5L, (string?)null)), (("", 8), (6L, "x"))), Mark(1), RunFixture.Cancel);

        var database = await place.DatabaseAsync();
        Assert.Equal("{\"hits\":5,\"note\":null}", await GetAsync("a\\:b:7"));
        Assert.Equal("{\"hits\":6,\"note\":\"x\"}", await GetAsync(":8"));
        await store.ApplyAsync("v", [new(("", 8), default, new(2), IsRemoval: true)], Mark(1), Mark(2), RunFixture.Cancel);
        Assert.Equal(["{v}:key:a\\:b:7", "{v}:keys:mark"], (await place.KeysAsync()).Order(StringComparer.Ordinal));

        async Task<string?> GetAsync(string text) => await database.StringGetAsync(place.Entry("v", text));
    }

    [Fact]
    public async Task Writes_LeaveNothingBehind_AndAreTold()
    {
        await using var place = await NewPlaceAsync();
        var channel = $"told:{Guid.NewGuid():N}";
        await using var store = new RedisViewStore<string, long>(place.Options with { Channel = channel });
        var told = await (await place.DatabaseAsync()).Multiplexer.GetSubscriber().SubscribeAsync(RedisChannel.Literal(channel));
        await store.ReplaceAsync("v", Pairs(("a", 1L), ("b", 2L)), Mark(1), RunFixture.Cancel);
        await store.ReplaceAsync("v", Pairs(("a", 1L)), Mark(2), RunFixture.Cancel);
        await store.ApplyAsync("v", [new("c", 3, new(3))], Mark(2), Mark(3), RunFixture.Cancel);

        foreach (var epoch in new[] { 1, 2, 3 }) Assert.Equal($"v 1 {epoch}", (string?)(await told.ReadAsync(RunFixture.Cancel)).Message);
        Assert.Equal(["{v}:key:a", "{v}:key:c", "{v}:keys:mark"], (await place.KeysAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task NewContent_LeavesEntriesAlone_ThatStayAsTheyAre()
    {
        await using var place = await NewPlaceAsync();
        await using var store = new RedisViewStore<string, string>(place.Options);
        await store.ReplaceAsync("v", Pairs(("same", "1"), ("other", "01"), ("shorter", "2 ")), Mark(1), RunFixture.Cancel);
        var database = await place.DatabaseAsync();
        string[] keys = ["same", "other", "shorter"];
        foreach (var key in keys) await database.KeyExpireAsync(place.Entry("v", key), TimeSpan.FromHours(1)); // lost where it is written
        await store.ReplaceAsync("v", Pairs(("same", "1"), ("other", "1"), ("shorter", "2")), Mark(2), RunFixture.Cancel);

        var isLeftAlone = keys.ToDictionary(key => key, key => database.KeyTimeToLive(place.Entry("v", key)) is not null);
        Assert.Equal(new() { ["same"] = true, ["other"] = false, ["shorter"] = false }, isLeftAlone);
        var values = await database.StringGetAsync([.. keys.Select(key => (RedisKey)place.Entry("v", key))]);
        Assert.Equal(["1", "1", "2"], values.ToStringArray());
    }

    [Theory]
    [InlineData("v*", "vx")]
    [InlineData("v?", "vx")]
    [InlineData("v[x]", "vx")]
    [InlineData("v[^a]", "vx")]
    [InlineData("v\\", "v")]
    [InlineData("*", "a:key:b")]
    public async Task NameOfAView_IsNoPattern(string view, string other)
    {
        await using var place = await NewPlaceAsync();
        await using var store = place.Open();
        string[] keys = ["*", "?", "[a]", "\\", "a", "a*"];
        var content = keys.Select(key => (key, 1L)).ToArray();
        await store.ReplaceAsync(other, Pairs(content), Mark(1), RunFixture.Cancel);
        await store.ReplaceAsync(view, Pairs(content), Mark(1), RunFixture.Cancel);
        await store.ReplaceAsync(view, Pairs(("a", 2L), ("*", 1L)), Mark(2), RunFixture.Cancel);

        Assert.Equal(keys.Order(), (await place.ReadAsync(other, RunFixture.Cancel)).Keys.Order());
        var own = (await place.KeysAsync()).Count - keys.Length - 1;
        Assert.Equal(3, own); // two entries and a mark
    }

    [Theory]
    [InlineData("p*:")]
    [InlineData("p[q]:")]
    [InlineData("p\\?:")]
    public async Task KeyPrefix_IsNoPattern(string prefix)
    {
        await using var place = await NewPlaceAsync();
        await using var store = new RedisViewStore<string, long>(place.Options with { KeyPrefix = place.Options.KeyPrefix + prefix });
        await using var other = new RedisViewStore<string, long>(place.Options with { KeyPrefix = place.Options.KeyPrefix + "pq:" });
        await other.ReplaceAsync("v", Pairs(("a", 1L)), Mark(1), RunFixture.Cancel);
        await store.ReplaceAsync("v", Pairs(("a", 1L), ("ghost", 1L)), Mark(1), RunFixture.Cancel);
        await store.ReplaceAsync("v", Pairs(("a", 1L)), Mark(2), RunFixture.Cancel);

        string[] owed = [$"{prefix}{{v}}:key:a", $"{prefix}{{v}}:keys:mark", "pq:{v}:key:a", "pq:{v}:keys:mark"];
        Assert.Equal(owed.Order(StringComparer.Ordinal), (await place.KeysAsync()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(RedisLayout.Hash)]
    [InlineData(RedisLayout.Keys)]
    public async Task NamesWithBraces_AreOfNoOtherView(RedisLayout layout)
    {
        await using var place = await NewPlaceAsync();
        await using var store = new RedisViewStore<string, long>(place.Options);
        await using var second = new RedisViewStore<string, long>(place.Options with { Layout = layout });
        string[] views = ["v}:key:x", "v\\}:key:x", "}", "\\"];
        await store.ReplaceAsync("v", Pairs(("x}:mark", 1L), ("x}", 2L), ("x}:key:a", 3L)), Mark(1), RunFixture.Cancel);
        foreach (var view in views) await second.ReplaceAsync(view, Pairs(("a", 4L)), Mark(5), RunFixture.Cancel);
        foreach (var view in views) await second.ReplaceAsync(view, Pairs<string, long>(), Mark(6), RunFixture.Cancel);

        var owed = new Dictionary<string, long> { ["x}:mark"] = 1, ["x}"] = 2, ["x}:key:a"] = 3 };
        Assert.Equal(owed, await place.ReadAsync("v", RunFixture.Cancel));
        Assert.Equal(owed.Count + 1 + views.Length, (await place.KeysAsync()).Count); // and the marks
    }

    [Fact]
    public async Task KeysOfOneText_AreRefused()
    {
        await using var place = await NewPlaceAsync();
        var lower = ViewColumns.Of<string>().Column("key", key => key.ToLowerInvariant());
        await using var store = new RedisViewStore<string, long>(place.Options, lower);
        var refused = await Assert.ThrowsAsync<ViewStoreException>(
            () => store.ReplaceAsync("v", Pairs(("a", 1L), ("A", 2L)), Mark(1), RunFixture.Cancel).AsTask());

        Assert.Contains("the same text: 'a'", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await place.ReadAsync("v", RunFixture.Cancel));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task EarlierStart_IsRefused_WhileContentIsCompared(int? largestTransaction)
    {
        await using var place = await NewPlaceAsync(largestTransaction);
        await using var zombie = place.Open();
        await using var store = place.Open();
        await zombie.ReplaceAsync("v", Pairs(("a", 1L), ("ghost", 2L)), Mark(1), RunFixture.Cancel);
        await store.ReplaceAsync("v", HauntedAsync(), Mark(1, incarnation: 2), RunFixture.Cancel);

        Assert.Equal(new Dictionary<string, long> { ["a"] = 5, ["b"] = 6 }, await place.ReadAsync("v", RunFixture.Cancel));
        Assert.Equal(Mark(1, incarnation: 2), await store.ReadMarkAsync("v", RunFixture.Cancel));

        async IAsyncEnumerable<KeyValuePair<string, long>> HauntedAsync()
        {
            yield return new("a", 5);
            ViewChange<string, long>[] changes = [new("a", 3, new(2)), new("ghost", 3, new(2)), new("b", 3, new(2))];
            await Assert.ThrowsAsync<StaleWriterException>(
                () => zombie.ApplyAsync("v", changes, Mark(1), Mark(2), RunFixture.Cancel).AsTask());
            await Assert.ThrowsAsync<StaleWriterException>(
                () => zombie.ReplaceAsync("v", Pairs(("ghost", 4L)), Mark(2), RunFixture.Cancel).AsTask());
            Assert.Equal(new Dictionary<string, long> { ["a"] = 1, ["ghost"] = 2 }, await place.ReadAsync("v", RunFixture.Cancel));
            yield return new("b", 6);
        }
    }

    [Fact]
    public async Task LaterStart_IsLeftAlone_WhileContentIsCompared()
    {
        await using var place = await NewPlaceAsync();
        await using var store = place.Open();
        await using var later = place.Open();
        await Assert.ThrowsAsync<StaleWriterException>(
            () => store.ReplaceAsync("v", OvertakenAsync(), Mark(1), RunFixture.Cancel).AsTask());

        Assert.Equal(new Dictionary<string, long> { ["later"] = 1 }, await place.ReadAsync("v", RunFixture.Cancel));

        async IAsyncEnumerable<KeyValuePair<string, long>> OvertakenAsync()
        {
            yield return new("a", 5);
            await later.ReplaceAsync("v", Pairs(("later", 1L)), Mark(1, incarnation: 2), RunFixture.Cancel);
        }
    }

    [Fact]
    public async Task MarkThatIsLost_WhileContentIsCompared_HasItComparedAgain()
    {
        await using var place = await NewPlaceAsync();
        await using var store = place.Open();
        await store.ReplaceAsync("v", Pairs(("a", 1L), ("b", 2L)), Mark(1), RunFixture.Cancel);
        var refused = await Assert.ThrowsAsync<ViewStoreException>(
            () => store.ReplaceAsync("v", EmptiedAsync(), Mark(2), RunFixture.Cancel).AsTask());
        Assert.Contains("'v'", refused.Message, StringComparison.Ordinal);
        await store.ReplaceAsync("v", Pairs(("a", 1L), ("c", 3L)), Mark(2), RunFixture.Cancel);

        Assert.Equal(new Dictionary<string, long> { ["a"] = 1, ["c"] = 3 }, await place.ReadAsync("v", RunFixture.Cancel));

        async IAsyncEnumerable<KeyValuePair<string, long>> EmptiedAsync()
        {
            yield return new("a", 1);
            await (await place.DatabaseAsync()).KeyDeleteAsync([place.Entry("v", "a"), place.Content("v") + ":keys:mark"]);
            yield return new("c", 3);
        }
    }

    private async Task<RedisKeysHarness> NewPlaceAsync(int? largestTransaction = null) =>
        new(await servers.ConnectionAsync("redis"), largestTransaction);

    private static IAsyncEnumerable<KeyValuePair<TKey, TValue>> Pairs<TKey, TValue>(params (TKey Key, TValue Value)[] pairs) =>
        pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)).ToAsyncEnumerable();

    private static ViewMark Mark(long epoch, long incarnation = 1) => new(incarnation, new EpochId(epoch));
}
