using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Contracts;

/// <summary>Every acknowledging source keeps the whole contract, those of brokers against the real server.</summary>
public sealed class IntakeContractTests(Servers servers)
{
    public static TheoryData<QueueKind, string> Clauses()
    {
        var clauses = new TheoryData<QueueKind, string>();
        foreach (var kind in Enum.GetValues<QueueKind>())
        {
            foreach (var clause in IntakeContract.Clauses)
            {
                if (kind == QueueKind.AmqpQuorum && KillsServer(clause)) continue; // a server is started twice for it; the classic one shows it
                clauses.Add(kind, clause);
            }
        }
        return clauses;
    }

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task Source_KeepsItsContract(QueueKind kind, string clause)
    {
        switch (kind)
        {
            case QueueKind.Channel:
                await using (var channel = new ChannelHarness()) await VerifyAsync(channel);
                break;
            case QueueKind.RabbitClassic:
                await using (var queue = await NewRabbitAsync("classic", clause)) await VerifyAsync(queue);
                break;
            case QueueKind.RabbitQuorum:
                await using (var queue = await NewRabbitAsync("quorum", clause)) await VerifyAsync(queue);
                break;
            case QueueKind.ActiveMq:
                await using (var queue = await NewActiveMqAsync(clause)) await VerifyAsync(queue);
                break;
            case QueueKind.AmqpClassic:
                await using (var queue = new AmqpQueueHarness(await NewRabbitAsync("classic", clause))) await VerifyAsync(queue);
                break;
            case QueueKind.AmqpQuorum:
                await using (var queue = new AmqpQueueHarness(await NewRabbitAsync("quorum", clause))) await VerifyAsync(queue);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }

        Task VerifyAsync<TMessage>(IntakeHarness<TMessage> harness) => IntakeContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    private async Task<RabbitQueueHarness> NewRabbitAsync(string type, string clause)
    {
        if (!KillsServer(clause)) return await RabbitQueueHarness.NewAsync(await servers.ConnectionAsync("rabbitmq"), type);
        var server = await Servers.StartOwnAsync("rabbitmq");
        return await RabbitQueueHarness.NewAsync(server.Connection, type, server);
    }

    private async Task<StompQueueHarness> NewActiveMqAsync(string clause)
    {
        if (!KillsServer(clause)) return await StompQueueHarness.NewAsync(await servers.ConnectionAsync("activemq"));
        var server = await Servers.StartOwnAsync("activemq");
        return await StompQueueHarness.NewAsync(server.Connection, server);
    }

    private static bool KillsServer(string clause) => clause.StartsWith("Server", StringComparison.Ordinal);
}
