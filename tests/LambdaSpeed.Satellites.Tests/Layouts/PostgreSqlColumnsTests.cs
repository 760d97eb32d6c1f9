using LambdaSpeed.PostgreSql;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Npgsql;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Layouts;

/// <summary>What PostgreSQL's columns cannot hold is refused or written another way, never changed in silence.</summary>
public sealed class PostgreSqlColumnsTests(Servers servers)
{
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

    private async Task<PostgreSqlHarness> NewPlaceAsync() => await PostgreSqlHarness.NewAsync(await servers.ConnectionAsync("postgresql"));

    private static IAsyncEnumerable<KeyValuePair<TKey, TValue>> Pairs<TKey, TValue>(params (TKey Key, TValue Value)[] pairs) =>
        pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)).ToAsyncEnumerable();

    private static ViewMark Mark(long epoch) => new(1, new EpochId(epoch));
}
