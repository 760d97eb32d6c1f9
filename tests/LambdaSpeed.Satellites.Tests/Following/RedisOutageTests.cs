using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Following;

public sealed class RedisOutageTests() : OutageTests("redis")
{
    [Fact]
    public Task Server_KilledAndAway_IsWaitedFor_ThoughItComesBackEmpty() => KillAndStayAwayAsync();

    [Fact]
    public Task Server_KilledAndAway_WithAnAppendOnlyFile_IsWaitedFor() => KillAndStayAwayAsync(("REDIS_AOF", "yes"));

    protected override Task<ViewStoreHarness> NewPlaceAsync(string connection) =>
        Task.FromResult<ViewStoreHarness>(new RedisHarness(connection));
}
