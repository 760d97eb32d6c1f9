using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Npgsql;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Following;

public sealed class PostgreSqlOutageTests() : OutageTests("postgresql")
{
    [Fact]
    public Task Server_KilledAndAway_IsWaitedFor() => KillAndStayAwayAsync();

    /// <summary>As after a fail-over behind one name: the next connection reaches another server.</summary>
    [Fact]
    public async Task Server_ThatTakesNoWrites_IsLeftForTheNextConnection()
    {
        await using var server = await Servers.StartOwnAsync("postgresql");
        await using var place = await PostgreSqlHarness.NewAsync(server.Connection);
        var database = await place.ReadOneAsync<string>("SELECT quote_ident(current_database())");
        await place.ExecuteAsync($"ALTER DATABASE {database} SET default_transaction_read_only = on");
        await using var store = place.Open();
        await using var run = await SpeedLayer.StartAsync(FollowedTopology.Of(FollowedTopology.Endless, 20_000, store), cancellationToken: RunFixture.Cancel);
        await run.Until(() => run.Followers()[0].Failure?.Contains("Target Session Attributes", StringComparison.Ordinal) == true);

        await place.ExecuteAsync($"BEGIN READ WRITE; ALTER DATABASE {database} RESET default_transaction_read_only; COMMIT");

        await run.EndsEqualAsync(place);
    }

    [Fact]
    public async Task Writer_ThatHoldsTheView_IsNamed_AndWaitedFor()
    {
        await using var server = await Servers.StartOwnAsync("postgresql");
        await using var place = await PostgreSqlHarness.NewAsync(server.Connection);
        await using (var before = place.Open()) await before.ReadMarkAsync(FollowedTopology.View, RunFixture.Cancel);
        await using var others = NpgsqlDataSource.Create(server.Connection);
        await using var other = await others.OpenConnectionAsync(RunFixture.Cancel);
        await using var transaction = await other.BeginTransactionAsync(RunFixture.Cancel);
        await using var hold = new NpgsqlCommand($"LOCK TABLE {place.Table(FollowedTopology.View)}", other);
        await hold.ExecuteNonQueryAsync(RunFixture.Cancel);
        await using var store = place.Open();
        await using var run = await SpeedLayer.StartAsync(FollowedTopology.Of(FollowedTopology.Endless, 20_000, store), cancellationToken: RunFixture.Cancel);
        await run.Until(() => run.Followers()[0].Failure?.Contains("another writer", StringComparison.Ordinal) == true);

        await transaction.RollbackAsync(RunFixture.Cancel);

        await run.EndsEqualAsync(place);
    }

    protected override async Task<ViewStoreHarness> NewPlaceAsync(string connection) => await PostgreSqlHarness.NewAsync(connection);
}
