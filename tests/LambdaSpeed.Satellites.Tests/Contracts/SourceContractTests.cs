using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Contracts;

/// <summary>Every source with positions keeps the whole contract: RabbitMQ's streams against the real server, Kafka against a mock cluster,
/// and the real one when LAMBDASPEED_KAFKA names it.</summary>
public sealed class SourceContractTests(Servers servers)
{
    public static TheoryData<SourceKind, string> Clauses()
    {
        var clauses = new TheoryData<SourceKind, string>();
        foreach (var kind in Enum.GetValues<SourceKind>())
        {
            foreach (var clause in SourceContract.Clauses) clauses.Add(kind, clause);
        }
        return clauses;
    }

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task Source_KeepsItsContract(SourceKind kind, string clause)
    {
        await using var harness = await NewPlaceAsync(kind, clause);
        await SourceContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    private async Task<SourceHarness> NewPlaceAsync(SourceKind kind, string clause)
    {
        switch (kind)
        {
            case SourceKind.ReplayLog: return await ReplayLogHarness.NewAsync();
            case SourceKind.TextFiles: return new TextFilesHarness();
            case SourceKind.Kafka: return IsOfServer(clause) ? KafkaHarness.OnMock() : await KafkaHarness.NewAsync();
        }
        if (!IsOfServer(clause))
        {
            return await RabbitStreamsHarness.NewAsync(await servers.ConnectionAsync("rabbitmq"), segmentBytes: 5000); // offsets with gaps
        }
        var server = await Servers.StartOwnAsync("rabbitmq");
        return await RabbitStreamsHarness.NewAsync(server.Connection, server);
    }

    private static bool IsOfServer(string clause) => clause.StartsWith("Server", StringComparison.Ordinal);
}
