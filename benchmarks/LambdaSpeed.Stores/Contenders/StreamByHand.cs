using System.Runtime.InteropServices;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace LambdaSpeed.Stores.Contenders;

/// <summary>What one writes in an hour: a consumer that counts in its handler and acknowledges some messages at once.</summary>
public sealed class StreamByHand(string uri, string stream) : IStreamReader
{
    public string Name => "by hand";

    public async Task<Dictionary<long, long>> CountAsync(int messages)
    {
        await using var connection = await new ConnectionFactory { Uri = new(uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, StreamReads.Prefetch, global: false);
        var counts = new Dictionary<long, long>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (left, last) = (messages, -1L);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var offset = (long)delivery.BasicProperties.Headers!["x-stream-offset"]!;
            if (offset <= last) throw new CheckFailedException("messages are out of order");
            last = offset;
            CollectionsMarshal.GetValueRefOrAddDefault(counts, BitConverter.ToInt64(delivery.Body.Span), out bool _)++;
            left--;
            if (left % (StreamReads.Prefetch / 4) == 0) await channel.BasicAckAsync(delivery.DeliveryTag, multiple: true);
            if (left == 0) done.SetResult();
        };
        await channel.BasicConsumeAsync(
            stream, autoAck: false, "", noLocal: false, exclusive: false,
            new Dictionary<string, object?> { ["x-stream-offset"] = "first" }, consumer);
        await done.Task;
        return counts;
    }
}
