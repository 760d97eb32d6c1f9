using System.Diagnostics;
using LambdaSpeed.PostgreSql;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Npgsql;
using Xunit;
using static LambdaSpeed.Satellites.Tests.Fixtures.SliceWrites;

namespace LambdaSpeed.Satellites.Tests.Following;

/// <summary>Slices as partitions: how they are dropped, and what happens where readers or other tables are in the way.</summary>
public sealed class PostgreSqlSlicesTests(Servers servers)
{
    [Fact]
    public async Task Slice_OfManyKeys_IsDroppedInNoTime()
    {
        await using var place = await PlaceAsync();
        await using var store = place.Open();
        var (limit, time) = (TimeSpan.FromMilliseconds(500), TimeSpan.MaxValue); // 14 to 18 ms in quiet
        for (var epoch = 1; epoch < 12 && time > limit; epoch += 3)
        {
            await store.ReplaceAsync("v", Slice(0, 200_000), Mark(epoch), RunFixture.Cancel);
            await store.ApplyAsync("v", [], [Put(1, "a", 1)], Mark(epoch), Mark(epoch + 1), RunFixture.Cancel); // so that all is compiled
            var start = Stopwatch.GetTimestamp();
            await store.ApplyAsync("v", [0], [], Mark(epoch + 1), Mark(epoch + 2), RunFixture.Cancel);
            time = Stopwatch.GetElapsedTime(start);
        }

        Assert.True(time <= limit, $"it took {time}");
        Assert.Equal(["v_slice_1"], await PartitionsAsync(place));
        Assert.Single(await place.ReadAsync("v", RunFixture.Cancel));
    }

    [Fact]
    public async Task Drop_BehindAReaderThatStays_DeletesTheRows_AndThePartitionGoesWithTheNextDrop()
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

        await store.ApplyAsync("v", [1], [Put(2, "a", 1)], Mark(2), Mark(3), RunFixture.Cancel);
        Assert.Equal(["v_slice_2"], await PartitionsAsync(place));
        Assert.Single(await place.ReadAsync("v", RunFixture.Cancel));
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

    [Fact]
    public async Task Drop_WhereAForeignKeyDependsOnThePartition_DeletesTheRows()
    {
        await using var place = await PlaceAsync();
        await using var store = place.Open();
        await store.ReplaceAsync("v", Slice(0, 3), Mark(1), RunFixture.Cancel);
        await place.Schema.ExecuteAsync(
            $"CREATE TABLE {place.Schema.Schema}.notes (slice bigint, key text, FOREIGN KEY (slice, key) REFERENCES {place.Schema.Table("v")} " +
            "ON DELETE CASCADE)");
        await store.ApplyAsync("v", [0], [Put(1, "a", 1)], Mark(1), Mark(2), RunFixture.Cancel);

        Assert.Equal([new(1, "a")], (await place.ReadAsync("v", RunFixture.Cancel)).Keys);
    }

    [Fact]
    public async Task Drop_WithMorePatienceThanTheClientHas_WaitsAndDeletesTheRows()
    {
        await using var place = await PlaceAsync();
        await using var store = new PostgreSqlSlicedViewStore<string, long>(place.Schema.Options with
        {
            ConnectionString = place.Schema.ConnectionString + ";Command Timeout=5", DropPatience = TimeSpan.FromSeconds(6),
        });
        await store.ReplaceAsync("v", Slice(0, 3), Mark(1), RunFixture.Cancel);
        await using var reader = await ReaderAsync(place);
        await store.ApplyAsync("v", [0], [Put(1, "a", 1)], Mark(1), Mark(2), RunFixture.Cancel);

        Assert.Equal([new(1, "a")], (await place.ReadAsync("v", RunFixture.Cancel)).Keys);
    }

    [Fact]
    public async Task Drop_ThatAUserWaitsForWhomItWaitsFor_EndsInItsFavour()
    {
        await using var place = await PlaceAsync();
        await using var store = place.Open();
        await store.ReplaceAsync("v", Slice(0, 3), Mark(1), RunFixture.Cancel);
        await store.ApplyAsync("v", [], [Put(1, "a", 1)], Mark(1), Mark(2), RunFixture.Cancel);
        await place.Schema.ExecuteAsync($"ALTER TABLE {place.Schema.Table("v")} ADD note text");
        await using var user = await ReaderAsync(place);
        var apply = Task.Run(
            () => store.ApplyAsync("v", [0], [Put(1, "a", 2)], Mark(2), Mark(3), RunFixture.Cancel).AsTask(), RunFixture.Cancel);
        while (!apply.IsCompleted && !await IsWaitedForAsync(place)) await Task.Delay(20, RunFixture.Cancel);
        await using var update = new NpgsqlCommand($"UPDATE {place.Schema.Table("v")} SET note = 'x' WHERE slice = 1", user);
        var updating = update.ExecuteNonQueryAsync(RunFixture.Cancel);
        await apply;

        Assert.Equal(1, await updating);
        Assert.Equal([new(1, "a")], (await place.ReadAsync("v", RunFixture.Cancel)).Keys);
    }

    [Fact]
    public async Task View_ThatIsFollowedWholeAndBySlices_HasBoth()
    {
        await using var place = await PlaceAsync();
        await using var whole = new PostgreSqlViewStore<string, long>(place.Schema.Options with { TablePrefix = "whole_" });
        await using var sliced = place.Open();
        await whole.ReadMarkAsync("v", RunFixture.Cancel);
        await sliced.ReadMarkAsync("v", RunFixture.Cancel);
        await whole.ReplaceAsync("v", new Dictionary<string, long> { ["key 0"] = 1 }.ToAsyncEnumerable(), Mark(5), RunFixture.Cancel);
        await sliced.ReplaceAsync("v", Slice(0, 3), Mark(4), RunFixture.Cancel);
        await sliced.ApplyAsync("v", [], [Put(0, "key 0", 7)], Mark(4), Mark(6), RunFixture.Cancel);

        Assert.Equal(3, (await place.ReadAsync("v", RunFixture.Cancel)).Count);
        Assert.Equal(Mark(5), await whole.ReadMarkAsync("v", RunFixture.Cancel));
    }

    [Fact]
    public async Task PlainTable_ThatAUserHasPartitioned_IsWritten()
    {
        await using var place = await PlaceAsync();
        await place.Schema.ExecuteAsync($"CREATE TABLE {place.Schema.Table("p")} (key text PRIMARY KEY, value bigint) PARTITION BY HASH (key)");
        await place.Schema.ExecuteAsync(
            $"CREATE TABLE {place.Schema.Table("p0")} PARTITION OF {place.Schema.Table("p")} FOR VALUES WITH (MODULUS 1, REMAINDER 0)");
        await using var whole = place.Schema.Open();
        await whole.ReplaceAsync("p", new Dictionary<string, long> { ["a"] = 1 }.ToAsyncEnumerable(), Mark(1), RunFixture.Cancel);

        Assert.Equal(new Dictionary<string, long> { ["a"] = 1 }, await place.Schema.ReadAsync("p", RunFixture.Cancel));
    }

    /// <summary>A user in a transaction that has read the table.</summary>
    private static async Task<NpgsqlConnection> ReaderAsync(PostgreSqlSlicedHarness place)
    {
        var reader = new NpgsqlConnection(place.Schema.ConnectionString + ";Pooling=false");
        await reader.OpenAsync(RunFixture.Cancel);
        await using var reading = new NpgsqlCommand($"BEGIN; SELECT count(*) FROM {place.Schema.Table("v")}", reader);
        await reading.ExecuteScalarAsync(RunFixture.Cancel);
        return reader;
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

    /// <summary>Does anybody wait for a lock on one of its tables?</summary>
    private static async Task<bool> IsWaitedForAsync(PostgreSqlSlicedHarness place) => await place.Schema.ReadOneAsync<bool>(
        "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace " +
        $"WHERE n.nspname = '{place.Schema.Schema}' AND NOT l.granted)");
}
