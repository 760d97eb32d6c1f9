using System.Text.Json.Serialization;
using LambdaSpeed.PostgreSql;
using LambdaSpeed.Redis;
using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Sqlite;
using Microsoft.Data.Sqlite;
using StackExchange.Redis;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Layouts;

/// <summary>What keys and values of several parts look like in each store.</summary>
public sealed partial class LayoutTests(Servers servers)
{
    private static readonly Guid _id = new("0e0d0c0b-0a09-0807-0605-040302010000");
    private static readonly DateTimeOffset _noon = new(2026, 3, 29, 14, 0, 0, TimeSpan.FromHours(2));

    private static ViewColumns<(string Page, DateOnly Day)> Key { get; } = ViewColumns.Of<(string Page, DateOnly Day)>()
        .Column("page", key => key.Page)
        .Column("day", key => key.Day);

    private static ViewColumns<Visits> Value { get; } = ViewColumns.Of<Visits>()
        .Column("visits", value => value.Count)
        .Column("mean", value => value.Mean)
        .Column("price", value => value.Price)
        .Column("last", value => value.Last)
        .Column("visitor", value => value.Visitor)
        .Column("note", value => value.Note)
        .Json("pages", value => value.Pages, LayoutJson.Default.StringArray);

    private static (string Page, DateOnly Day) TheKey { get; } = ("a:b\\c", new DateOnly(2026, 3, 29));

    private static Visits TheValue { get; } = new(7, 0.5, 12.50m, _noon, _id, null, ["x", "y"]);

    [Fact]
    public async Task PostgreSql_HasTypedColumns()
    {
        await using var place = await PostgreSqlHarness.NewAsync(await servers.ConnectionAsync("postgresql"));
        await using var store = new PostgreSqlViewStore<(string Page, DateOnly Day), Visits>(place.Options, Key, Value);
        await WriteAsync(store, TheKey, TheValue);

        Assert.Equal(
            "a:b\\c|2026-03-29|7|0.5|12.50|12:00|0e0d0c0b-0a09-0807-0605-040302010000|none|y",
            await place.ReadOneAsync<string>(
                "SELECT concat_ws('|', page, day, visits, mean, price, to_char(last AT TIME ZONE 'UTC', 'HH24:MI'), visitor, " +
                $"coalesce(note, 'none'), pages->>1) FROM {place.Table("v")}"));
        await store.ApplyAsync("v", [new(TheKey, TheValue, new(2), IsRemoval: true)], Mark(1), Mark(2), RunFixture.Cancel);
        Assert.Equal(0, await place.ReadOneAsync<long>($"SELECT count(*) FROM {place.Table("v")}"));
    }

    [Fact]
    public async Task Sqlite_HasTypedColumns()
    {
        await using var place = new SqliteHarness();
        await using var store = new SqliteViewStore<(string Page, DateOnly Day), Visits>(
            new() { ConnectionString = place.ConnectionString }, Key, Value);
        await WriteAsync(store, TheKey, TheValue);

        await using var connection = new SqliteConnection(place.ConnectionString);
        await connection.OpenAsync(RunFixture.Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT concat_ws('|', page, day, visits, mean, price, last, visitor, ifnull(note, 'none'), pages ->> 1) FROM v";
        Assert.Equal(
            "a:b\\c|2026-03-29|7|0.5|12.50|2026-03-29T12:00:00.0000000Z|0e0d0c0b-0a09-0807-0605-040302010000|none|y",
            await command.ExecuteScalarAsync(RunFixture.Cancel));
        await store.ApplyAsync("v", [new(TheKey, TheValue, new(2), IsRemoval: true)], Mark(1), Mark(2), RunFixture.Cancel);
        command.CommandText = "SELECT count(*) FROM v";
        Assert.Equal(0L, await command.ExecuteScalarAsync(RunFixture.Cancel));
    }

    [Fact]
    public async Task Redis_JoinsKeys_AndWritesJson()
    {
        await using var place = new RedisHarness(await servers.ConnectionAsync("redis"));
        await using var store = new RedisViewStore<(string Page, DateOnly Day), Visits>(place.Options, Key, Value);
        await WriteAsync(store, TheKey, TheValue);

        var database = await place.DatabaseAsync();
        Assert.Equal(
            "{\"visits\":7,\"mean\":0.5,\"price\":12.50,\"last\":\"2026-03-29T12:00:00+00:00\"," +
            "\"visitor\":\"0e0d0c0b-0a09-0807-0605-040302010000\",\"note\":null,\"pages\":[\"x\",\"y\"]}",
            (string?)await database.HashGetAsync(place.Content("v"), "a\\:b\\\\c:2026-03-29"));
        await store.ApplyAsync("v", [new(TheKey, TheValue, new(2), IsRemoval: true)], Mark(1), Mark(2), RunFixture.Cancel);
        Assert.Equal(0, await database.HashLengthAsync(place.Content("v")));
    }

    [Fact]
    public async Task Tuples_NeedNoLayout()
    {
        await using var place = await PostgreSqlHarness.NewAsync(await servers.ConnectionAsync("postgresql"));
        await using var store = new PostgreSqlViewStore<(int, char), (double, bool)>(place.Options);
        await WriteAsync(store, (5, 'x'), (1.5, true));

        Assert.Equal("5|x|1.5|t", await place.ReadOneAsync<string>(
            $"SELECT concat_ws('|', key1, key2, value1, value2) FROM {place.Table("v")}"));
    }

    [Fact]
    public void TypesThatNeedALayout_AreRefused_WithTheRemedy()
    {
        var refused = Assert.Throws<NotSupportedException>(
            () => new SqliteViewStore<string, Visits>(new() { ConnectionString = "Data Source=x" }));
        Assert.Contains("ViewColumns.Of<Visits>().Column", refused.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => new RedisViewStore<(string, Visits), long>(new() { Configuration = "localhost" }));
        Assert.Throws<NotSupportedException>(() => ViewColumns.Of<Visits>().Column("pages", visits => visits.Pages));
        Assert.Throws<ArgumentException>(() => Key.Column("page", key => key.Page));
        Assert.Throws<ArgumentException>(() => new SqliteViewStore<string, long>(
            new() { ConnectionString = "Data Source=x" }, ViewColumns.Default<string>("same"), ViewColumns.Default<long>("Same")));
    }

    [Fact]
    public async Task TableOfOtherColumns_IsRefused_WithTheRemedy()
    {
        await using var place = await PostgreSqlHarness.NewAsync(await servers.ConnectionAsync("postgresql"));
        await place.ExecuteAsync($"CREATE TABLE {place.Table("v")} (key text PRIMARY KEY, value text)");
        await using var store = place.Open();
        var refused = await Assert.ThrowsAsync<ViewStoreException>(() => store.ReadMarkAsync("v", RunFixture.Cancel).AsTask());
        Assert.Contains("needs \"key\" text, \"value\" bigint", refused.Message, StringComparison.Ordinal);

        await using var file = new SqliteHarness();
        file.Execute("CREATE TABLE v (key INTEGER NOT NULL PRIMARY KEY, value INTEGER)");
        await using var sqlite = file.Open();
        refused = await Assert.ThrowsAsync<ViewStoreException>(() => sqlite.ReadMarkAsync("v", RunFixture.Cancel).AsTask());
        Assert.Contains("needs \"key\" TEXT NOT NULL", refused.Message, StringComparison.Ordinal);
        file.Execute("DROP TABLE v");
        Assert.Null(await sqlite.ReadMarkAsync("v", RunFixture.Cancel));
    }

    [Fact]
    public async Task PostgreSql_NewContent_KeepsWhatUsersMadeOfTheTable()
    {
        await using var place = await PostgreSqlHarness.NewAsync(await servers.ConnectionAsync("postgresql"));
        await using var store = place.Open();
        await store.ReplaceAsync("v", Pairs(("a", 1), ("b", 2), ("gone", 3)), Mark(1), RunFixture.Cancel);
        await place.ExecuteAsync($"CREATE VIEW {place.Schema}.doubled AS SELECT key, value * 2 AS value FROM {place.Table("v")}");
        await place.ExecuteAsync($"ALTER TABLE {place.Table("v")} ADD COLUMN seen timestamptz DEFAULT now()");
        var before = await place.ReadOneAsync<string>($"SELECT ctid::text FROM {place.Table("v")} WHERE key = 'a'");
        await store.ReplaceAsync("v", Pairs(("a", 1), ("b", 5), ("c", 6)), Mark(2), RunFixture.Cancel);

        Assert.Equal("a=2 b=10 c=12", await place.ReadOneAsync<string>(
            $"SELECT string_agg(key || '=' || value, ' ' ORDER BY key) FROM {place.Schema}.doubled"));
        var after = await place.ReadOneAsync<string>($"SELECT ctid::text FROM {place.Table("v")} WHERE key = 'a'");
        Assert.Equal(before, after); // a row that stays as it is is not rewritten
    }

    [Fact]
    public async Task Redis_LeavesNothingBehind_AndTellsItsWrites()
    {
        await using var place = new RedisHarness(await servers.ConnectionAsync("redis"));
        var channel = $"told:{Guid.NewGuid():N}";
        await using var store = new RedisViewStore<string, long>(place.Options with { Channel = channel });
        var database = await place.DatabaseAsync();
        var told = await database.Multiplexer.GetSubscriber().SubscribeAsync(RedisChannel.Literal(channel));
        await store.ReplaceAsync("v", Pairs(("a", 1), ("b", 2)), Mark(1), RunFixture.Cancel);
        await store.ReplaceAsync("v", Pairs(("a", 1)), Mark(2), RunFixture.Cancel);
        await store.ApplyAsync("v", [new("c", 3, new(3))], Mark(2), Mark(3), RunFixture.Cancel);

        foreach (var epoch in new[] { 1, 2, 3 }) Assert.Equal($"v 1 {epoch}", (string?)(await told.ReadAsync(RunFixture.Cancel)).Message);
        Assert.Equal(["{v}", "{v}:mark"], (await place.KeysAsync()).Order());
        Assert.Null(await database.KeyTimeToLiveAsync(place.Content("v")));
    }

    [Fact]
    public async Task Sqlite_ViewsThatDifferInCaseAlone_AreRefused()
    {
        await using var place = new SqliteHarness();
        await using var store = place.Open();
        await store.ReplaceAsync("v", Pairs(("a", 1)), Mark(1), RunFixture.Cancel);
        var refused = await Assert.ThrowsAsync<ViewStoreException>(
            () => store.ReplaceAsync("V", Pairs(), Mark(1), RunFixture.Cancel).AsTask());
        Assert.Contains("'v' and 'V'", refused.Message, StringComparison.Ordinal);
    }

    private static ValueTask WriteAsync<TKey, TValue>(IViewStore<TKey, TValue> store, TKey key, TValue value)
        where TKey : notnull =>
        store.ReplaceAsync("v", new[] { KeyValuePair.Create(key, value) }.ToAsyncEnumerable(), Mark(1), RunFixture.Cancel);

    private static IAsyncEnumerable<KeyValuePair<string, long>> Pairs(params (string Key, long Value)[] pairs) =>
        pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)).ToAsyncEnumerable();

    private static ViewMark Mark(long epoch) => new(1, new EpochId(epoch));

    private sealed record Visits(
        int Count, double Mean, decimal Price, DateTimeOffset Last, Guid Visitor, string? Note, string[] Pages);

    [JsonSerializable(typeof(string[]))]
    private sealed partial class LayoutJson : JsonSerializerContext;
}
