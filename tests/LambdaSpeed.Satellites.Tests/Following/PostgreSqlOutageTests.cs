using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Following;

public sealed class PostgreSqlOutageTests() : OutageTests("postgresql")
{
    [Fact]
    public Task Server_KilledAndAway_IsWaitedFor() => KillAndStayAwayAsync();

    protected override async Task<ViewStoreHarness> NewPlaceAsync(string connection) => await PostgreSqlHarness.NewAsync(connection);
}
