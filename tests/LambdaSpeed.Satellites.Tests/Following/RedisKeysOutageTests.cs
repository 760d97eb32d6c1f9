using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Following;

public sealed class RedisKeysOutageTests() : OutageTests("redis")
{
    [Fact]
    public Task Server_KilledAndAway_IsWaitedFor_ThoughItComesBackEmpty() => KillAndStayAwayAsync();

    protected override Task<ViewStoreHarness> NewPlaceAsync(string connection) =>
        Task.FromResult<ViewStoreHarness>(new RedisKeysHarness(connection));
}
