using System.Diagnostics;
using LambdaSpeed.PostgreSql;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Npgsql;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Following;

/// <summary>Slices as partitions: how they are dropped, and what happens where readers or other tables are in the way.</summary>
public sealed class PostgreSqlSlicesTests(Servers servers)
{
    [Fact]
    public async Task Slice_OfManyKeys_IsDroppedInNoTime()
    {
        await using var place = await PlaceAsync();
        await using var store = place.Open();
        await store.ReplaceAsync("v", Slice(0, 200_000), Mark(1), RunFixture.Cancel);
        await store.ApplyAsync("v", [], [Put(1, "a", 1)], Mark(1), Mark(2), RunFixture.Cancel); // so that all is compiled

        var start = Stopwatch.GetTimestamp();
        await store.ApplyAsync("v", [0], [], Mark(2), Mark(3), RunFixture.Cancel);
        var time = Stopwatch.GetElapsedTime(start);

        Assert.True(time < TimeSpan.FromMilliseconds(500), $"it took {time}"); // 10 ms in quiet; deleting them one by one takes seconds
        Assert.Equal(["v_slice_1"], await PartitionsAsync(place));
        Assert.Single(await place.ReadAsync("v", RunFixture.Cancel));
    }

    [Fact]
    public async Task Drop_BehindAReaderThatStays_DeletesTheRows_AndDropsThePartitionAtTheNextStart()
    {
        await using var place = await PlaceAsync();
        var options = place.Schema.Options with { DropPatience = TimeSpan.FromMilliseconds(50) };
        await using var store = new PostgreSqlSlicedViewStore<string, long>(options);
        await store.ReplaceAsync("v", Slice(0, 100), Mark(1), RunFixture.Cancel);
        await using (var reader = new NpgsqlConnection(place.Schema.ConnectionString))
        {
            await reader.OpenAsync(RunFixture.Cancel);
            await using var transaction = await reader.BeginTransactionAsync(RunFixture.Cancel);
            await using var reading = new NpgsqlCommand($"SELECT count(*) FROM {place.Schema.Table("v")}", reader, transaction);
            Assert.Equal(100L, await reading.ExecuteScalarAsync(RunFixture.Cancel));

            await store.ApplyAsync("v", [0], [Put(1, "a", 1)], Mark(1), Mark(2), RunFixture.Cancel);
            Assert.Equal([new(1, "a")], (await place.ReadAsync("v", RunFixture.Cancel)).Keys);
            Assert.Equal(["v_slice_0", "v_slice_1"], await PartitionsAsync(place));
        }

        await store.ReplaceAsync("v", Slice(1, 3), Mark(3), RunFixture.Cancel);
        Assert.Equal(["v_slice_1"], await PartitionsAsync(place));
        Assert.Equal(3, (await place.ReadAsync("v", RunFixture.Cancel)).Count);
    }

    [Fact]
    public async Task UsersIndexesGrantsAndColumns_Stay()
    {
        await using var place = await PlaceAsync();
        await using var store = place.Open();
        await store.ReplaceAsync("v", Slice(0, 10), Mark(1), RunFixture.Cancel);
        var table = place.Schema.Table("v");
        await place.Schema.ExecuteAsync($"ALTER TABLE {table} ADD note text DEFAULT 'none'");
        await place.Schema.ExecuteAsync($"CREATE INDEX v_by_value ON {table} (value)");
        await place.Schema.ExecuteAsync(
            $"CREATE VIEW {place.Schema.Schema}.sums AS SELECT key, sum(value)::bigint AS value FROM {table} GROUP BY key");

        await store.ApplyAsync("v", [0], [Put(1, "key 1", 7), Put(2, "key 1", 8)], Mark(1), Mark(2), RunFixture.Cancel);
        Assert.Equal(15L, await place.Schema.ReadOneAsync<long>($"SELECT value FROM {place.Schema.Schema}.sums WHERE key = 'key 1'"));
        Assert.Equal("none", await place.Schema.ReadOneAsync<string>($"SELECT note FROM {table} WHERE slice = 2"));
        Assert.Equal(2L, await place.Schema.ReadOneAsync<long>(
            "SELECT count(*) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent JOIN pg_namespace n ON n.oid = c.relnamespace " +
            $"WHERE c.relname = 'v_by_value' AND n.nspname = '{place.Schema.Schema}'"));
    }

    [Fact]
    public async Task TableWithoutPartitions_IsRefused_AndTheOtherWayRound()
    {
        await using var place = await PlaceAsync();
        await place.Schema.ExecuteAsync($"CREATE TABLE {place.Schema.Table("v")} (slice bigint, key text, value bigint, PRIMARY KEY (slice, key))");
        await using var store = place.Open();
        var refused = await Assert.ThrowsAsync<ViewStoreException>(async () => await store.ReadMarkAsync("v", RunFixture.Cancel));
        Assert.Contains("needs partitions", refused.Message, StringComparison.Ordinal);

        await store.ReplaceAsync("w", Slice(0, 1), Mark(1), RunFixture.Cancel);
        await using var plain = place.Schema.Open();
        refused = await Assert.ThrowsAsync<ViewStoreException>(async () => await plain.ReadMarkAsync("w", RunFixture.Cancel));
        Assert.Contains("has partitions", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<ViewStoreException>(async () => await store.ReadMarkAsync(new('v', 47), RunFixture.Cancel));
        Assert.Contains("TablePrefix", refused.Message, StringComparison.Ordinal);
    }

    private async Task<PostgreSqlSlicedHarness> PlaceAsync() =>
        new(await PostgreSqlHarness.NewAsync(await servers.ConnectionAsync("postgresql")));

    private static async Task<List<string>> PartitionsAsync(PostgreSqlSlicedHarness place)
    {
        var names = await place.Schema.ReadOneAsync<string[]>(
            "SELECT array_agg(c.relname::text ORDER BY c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid " +
            $"WHERE i.inhparent = '{place.Schema.Table("v")}'::regclass");
        return [.. names];
    }

    private static ViewMark Mark(long epoch) => new(1, new EpochId(epoch));

    private static ViewChange<SliceKey<string>, long> Put(int slice, string key, long value) => new(new(slice, key), value, new EpochId(1));

    private static IAsyncEnumerable<KeyValuePair<SliceKey<string>, long>> Slice(int number, int keys) => Enumerable.Range(0, keys)
        .Select(i => KeyValuePair.Create(new SliceKey<string>(number, $"key {i}"), (long)i)).ToAsyncEnumerable();
}
