using System.Text.Json;
using System.Text.Json.Serialization;
using LambdaSpeed.PostgreSql;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Npgsql;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Layouts;

/// <summary>What PostgreSQL's columns cannot hold is refused or written another way, never changed in silence.</summary>
public sealed partial class PostgreSqlColumnsTests(Servers servers)
{
    private static readonly DateTimeOffset _midnight = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _old = new(1969, 7, 20, 20, 17, 40, TimeSpan.Zero);

    [Fact]
    public async Task StoresOfOtherColumns_OnTheSameConnection_DoNotMeet()
    {
        await using var place = await NewPlaceAsync();
        await using var source = NpgsqlDataSource.Create(place.ConnectionString + ";No Reset On Close=true;Maximum Pool Size=1");
        await using (var reals = new PostgreSqlViewStore<string, double>(place.Options, source))
        {
            await reals.ReplaceAsync("a", Pairs(("x", 1.0)), Mark(1), RunFixture.Cancel);
        }
        await using var numbers = new PostgreSqlViewStore<string, long>(place.Options, source);
        await numbers.ReplaceAsync("b", Pairs(("x", 5L)), Mark(1), RunFixture.Cancel);
        await numbers.ApplyAsync("b", [new("y", 6, new(2))], Mark(1), Mark(2), RunFixture.Cancel);

        Assert.Equal("x=5 y=6", await place.ReadOneAsync<string>(
            $"SELECT string_agg(key || '=' || value, ' ' ORDER BY key) FROM {place.Table("b")}"));
    }

    /// <summary>As behind a pooler, which gives each transaction another connection of the server's.</summary>
    [Fact]
    public async Task TemporaryTable_ThatTheConnectionHasNotGot_IsMade()
    {
        await using var place = await NewPlaceAsync();
        await using var store = place.Open();
        await store.ReplaceAsync("v", Pairs(("x", 1L)), Mark(1), RunFixture.Cancel);
        await place.ExecuteAsync(
            $"CREATE FUNCTION {place.Schema}.forget() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DISCARD TEMP; RETURN NULL; END'; " +
            $"CREATE TRIGGER forget AFTER INSERT OR UPDATE ON {place.Table("lambdaspeed_marks")} EXECUTE FUNCTION {place.Schema}.forget()");
        for (var i = 2; i < 5; i++) await store.ApplyAsync("v", [new($"y{i}", i, new(i))], Mark(i - 1), Mark(i), RunFixture.Cancel);
        await store.ReplaceAsync("w", Pairs(("x", 1L)), Mark(1), RunFixture.Cancel);

        Assert.Equal(4, await place.ReadOneAsync<long>($"SELECT count(*) FROM {place.Table("v")}"));
    }

    [Fact]
    public async Task TimesAsKeys_OfWholeMicroseconds_AreKept()
    {
        await using var place = await NewPlaceAsync();
        await using var store = new PostgreSqlViewStore<DateTimeOffset, long>(place.Options);
        await store.ReplaceAsync(
            "times", Pairs((_midnight, 1L), (_midnight.AddMicroseconds(1), 2L), (_old.AddMicroseconds(-1), 3L), (DateTimeOffset.MaxValue, 4L)),
            Mark(1), RunFixture.Cancel);

        Assert.Equal(
            "1969-07-20 20:17:39.999999 | 2026-11-27 00:00:00.000000 | 2026-11-27 00:00:00.000001",
            await place.ReadOneAsync<string>(
                "SELECT string_agg(to_char(key AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), ' | ' ORDER BY key) " +
                $"FROM {place.Table("times")} WHERE value < 4"));
        Assert.Equal("infinity", await place.ReadOneAsync<string>($"SELECT key::text FROM {place.Table("times")} WHERE value = 4"));
    }

    /// <summary>They would be the same row as another key, in the same epoch or a later one.</summary>
    [Fact]
    public async Task TimesAsKeys_OfPartsOfAMicrosecond_AreRefused_WithTheRemedy()
    {
        await using var place = await NewPlaceAsync();
        await using var store = new PostgreSqlViewStore<DateTimeOffset, long>(place.Options);
        await store.ReplaceAsync("times", Pairs((_midnight, 1L)), Mark(1), RunFixture.Cancel);
        var refused = await Assert.ThrowsAsync<ViewStoreException>(() => store.ApplyAsync(
            "times", [new(_midnight.AddTicks(1), 2L, new(2))], Mark(1), Mark(2), RunFixture.Cancel).AsTask());

        foreach (var word in new[] { "view 'times'", "column 'key'", "2026-11-27T00:00:00.0000001Z", "microseconds", "Round", "text" })
        {
            Assert.Contains(word, refused.Message, StringComparison.Ordinal);
        }
        Assert.Equal(1, await place.ReadOneAsync<long>($"SELECT sum(value)::bigint FROM {place.Table("times")}"));
        await store.ApplyAsync("times", [new(_midnight.AddTicks(10), 2L, new(2))], Mark(1), Mark(2), RunFixture.Cancel);
        Assert.Equal(2, await place.ReadOneAsync<long>($"SELECT count(*) FROM {place.Table("times")}"));
    }

    [Fact]
    public async Task TimesAsValues_AreCutToMicroseconds()
    {
        await using var place = await NewPlaceAsync();
        await using var store = new PostgreSqlViewStore<string, DateTimeOffset>(place.Options);
        await store.ReplaceAsync("times", Pairs(("new", _midnight.AddTicks(19)), ("old", _old.AddTicks(19))), Mark(1), RunFixture.Cancel);

        Assert.Equal("00:00:00.000001 20:17:40.000001", await place.ReadOneAsync<string>(
            $"SELECT string_agg(to_char(value AT TIME ZONE 'UTC', 'HH24:MI:SS.US'), ' ' ORDER BY key) FROM {place.Table("times")}"));
    }

    [Fact]
    public async Task KeysThatAreTheSameInAllColumns_AreRefused_WithTheView()
    {
        await using var place = await NewPlaceAsync();
        await using var store = new PostgreSqlViewStore<string, long>(place.Options, ViewColumns.Of<string>().Column("first", key => key[..1]));
        var refused = await Assert.ThrowsAsync<ViewStoreException>(
            () => store.ReplaceAsync("v", Pairs(("xy", 1L), ("xz", 2L)), Mark(1), RunFixture.Cancel).AsTask());
        Assert.Contains("two keys of view 'v'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\0\u001b")]
    [InlineData("\\u0000 \\\0 \\\\u001b \u001b0000")]
    [InlineData("\"\t🙂\uffff")]
    [InlineData("")]
    public async Task Json_HoldsAnyText(string text)
    {
        await using var place = await NewPlaceAsync();
        await using var store = new PostgreSqlViewStore<string, string>(
            place.Options, value: ViewColumns.Of<string>().Json("value", value => value, ColumnsJson.Default.String));
        await store.ReplaceAsync("json", Pairs(("x", text)), Mark(1), RunFixture.Cancel);

        Assert.Equal(text, ViewText.Unescape(await place.ReadOneAsync<string>($"SELECT value #>> '{{}}' FROM {place.Table("json")}")));
    }

    [Fact]
    public async Task Json_ThatTheServerRefuses_IsNamedWithViewAndColumn()
    {
        await using var place = await NewPlaceAsync();
        await using var store = new PostgreSqlViewStore<string, JsonElement>(
            place.Options, value: ViewColumns.Of<JsonElement>().Json("details", value => value, ColumnsJson.Default.JsonElement));
        using var number = JsonDocument.Parse("1e999999");
        var refused = await Assert.ThrowsAsync<ViewStoreException>(
            () => store.ReplaceAsync("json", Pairs(("x", number.RootElement)), Mark(1), RunFixture.Cancel).AsTask());
        Assert.Contains("view 'json'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("column details", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("999999", refused.Message, StringComparison.Ordinal);
    }

    private async Task<PostgreSqlHarness> NewPlaceAsync() => await PostgreSqlHarness.NewAsync(await servers.ConnectionAsync("postgresql"));

    private static IAsyncEnumerable<KeyValuePair<TKey, TValue>> Pairs<TKey, TValue>(params (TKey Key, TValue Value)[] pairs) =>
        pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)).ToAsyncEnumerable();

    private static ViewMark Mark(long epoch) => new(1, new EpochId(epoch));

    [JsonSerializable(typeof(string))]
    [JsonSerializable(typeof(JsonElement))]
    private sealed partial class ColumnsJson : JsonSerializerContext;
}
