using LambdaSpeed.RabbitMQ;
using LambdaSpeed.Satellites.Tests.Fixtures;
using RabbitMQ.Client;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.RabbitMQ;

/// <summary>A message that was published again with the properties it had in a stream is a message like others.</summary>
public sealed class QueueOffsetHeaderTests(Servers servers)
{
    [Theory]
    [InlineData("classic")]
    [InlineData("quorum")]
    public async Task Message_WithAnOffsetOfAStream_IsTakenIn_AtEachStart(string type)
    {
        await using var harness = await RabbitQueueHarness.NewAsync(await servers.ConnectionAsync("rabbitmq"), type);
        string[] owed = ["0", "1", "2", "3"];
        foreach (var id in owed) await harness.Publisher.PublishAsync(harness.Queue, PropertiesOf(id), RunFixture.Cancel);
        for (var start = 0; start < 2; start++)
        {
            var taken = new List<string?>();
            await foreach (var delivery in harness.Open().ReadAsync(RunFixture.Cancel)) // nothing is answered, so all come again
            {
                taken.Add(delivery.MessageId);
                if (taken.Count == owed.Length) break;
            }
            Assert.Equal(owed, taken);
        }
    }

    [Fact]
    public async Task Message_WithAnOffsetOfAStream_IsTakenIn_WhereThereCanBeOneChannelOnly()
    {
        await using var harness = await RabbitQueueHarness.NewAsync(await servers.ConnectionAsync("rabbitmq"), "classic");
        await harness.Publisher.PublishAsync(harness.Queue, PropertiesOf("0"), RunFixture.Cancel);
        var source = new RabbitMqQueueSource(harness.Options with { Configure = factory => factory.RequestedChannelMax = 1 });
        await foreach (var delivery in source.ReadAsync(RunFixture.Cancel))
        {
            Assert.Equal("0", delivery.MessageId);
            break;
        }
    }

    private static BasicProperties PropertiesOf(string id) =>
        new() { MessageId = id, Headers = new Dictionary<string, object?> { ["x-stream-offset"] = 5L } };
}
