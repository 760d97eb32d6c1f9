using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Contracts;

/// <summary>Every acknowledging source keeps the whole contract, RabbitMQ's queues against the real server.</summary>
public sealed class IntakeContractTests(Servers servers)
{
    public static TheoryData<QueueKind, string> Clauses()
    {
        var clauses = new TheoryData<QueueKind, string>();
        foreach (var kind in Enum.GetValues<QueueKind>())
        {
            foreach (var clause in IntakeContract.Clauses) clauses.Add(kind, clause);
        }
        return clauses;
    }

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task Source_KeepsItsContract(QueueKind kind, string clause)
    {
        if (kind == QueueKind.Channel)
        {
            await using var channel = new ChannelHarness();
            await IntakeContract.VerifyAsync(clause, channel, RunFixture.Cancel);
            return;
        }
        await using var queue = await NewQueueAsync(kind == QueueKind.RabbitClassic ? "classic" : "quorum", clause);
        await IntakeContract.VerifyAsync(clause, queue, RunFixture.Cancel);
    }

    private async Task<RabbitQueueHarness> NewQueueAsync(string type, string clause)
    {
        if (!clause.StartsWith("Server", StringComparison.Ordinal))
        {
            return await RabbitQueueHarness.NewAsync(await servers.ConnectionAsync("rabbitmq"), type);
        }
        var server = await Servers.StartOwnAsync("rabbitmq");
        return await RabbitQueueHarness.NewAsync(server.Connection, type, server);
    }
}
