using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using LambdaSpeed.Amqp;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Amqp;

/// <summary>Bodies of each kind, by a real server: given whole as bytes, or refused in words, but never empty in silence.</summary>
public sealed class AmqpBodyTests(Servers servers)
{
    [Fact]
    public async Task Body_OfDataOrText_IsGivenWhole()
    {
        var several = new DataList();
        foreach (var text in new[] { "1", "", "22", "333" }) several.Add(new Data { Binary = Encoding.UTF8.GetBytes(text) });

        var messages = await SendAndReadAsync(
            several, new Data { Binary = "data"u8.ToArray() }, new Data { Binary = [] }, new AmqpValue { Value = "texte é" },
            new AmqpValue { Value = "binary"u8.ToArray() }, new AmqpValue { Value = null });

        var sections = Assert.IsType<Data[]>(messages[0].Message.Body).Select(section => Encoding.UTF8.GetString(section.Binary)).ToList();
        Assert.Equal(["", "1", "22", "333"], sections.Order(StringComparer.Ordinal)); // RabbitMQ 3 turns their order around
        Assert.Equal(
            [string.Concat(sections), "data", "", "texte é", "binary", ""],
            messages.Select(message => Encoding.UTF8.GetString(message.Body.Span)));
        Assert.All(messages, message => Assert.Equal(message.Body, message.Body)); // made once: the same memory
    }

    [Fact]
    public async Task Body_OfAnotherType_IsRefusedInWords()
    {
        var messages = await SendAndReadAsync(
            new AmqpValue { Value = 42L }, new AmqpValue { Value = new Map { ["a"] = 1 } }, new AmqpSequence { List = new List { 1, "two" } });

        foreach (var message in messages)
        {
            var failure = Assert.Throws<NotSupportedException>(() => message.Body);
            Assert.Contains("AmqpMessage.Message", failure.Message, StringComparison.Ordinal);
        }
        Assert.Equal(42L, messages[0].Message.Body);
    }

    private async Task<List<AmqpMessage>> SendAndReadAsync(params RestrictedDescribed[] bodies)
    {
        var uri = await servers.ConnectionAsync("rabbitmq");
        await using var harness = new AmqpQueueHarness(await RabbitQueueHarness.NewAsync(uri, "classic"));
        var connection = await Connection.Factory.CreateAsync(new Address(uri));
        var sender = new SenderLink(new Session(connection), "sender", harness.Options.Queue);
        foreach (var body in bodies) await sender.SendAsync(new Message { BodySection = body });
        await connection.CloseAsync();

        var messages = new List<AmqpMessage>();
        await foreach (var delivery in harness.Open().ReadAsync(RunFixture.Cancel))
        {
            messages.Add(delivery.Message);
            await delivery.AcknowledgeAsync(IntakeAnswer.Acknowledged([]));
            if (messages.Count == bodies.Length) break;
        }
        return messages;
    }
}
