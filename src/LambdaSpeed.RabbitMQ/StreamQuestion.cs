using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace LambdaSpeed.RabbitMQ;

/// <summary>Asks a server whether a queue is a stream.</summary>
internal static class StreamQuestion
{
    /// <summary>Consumes from where only a stream can be consumed, on a channel that is thrown away. Other queues refuse the argument
    /// before they look at anything else, so that no message leaves its place; nothing but acceptance says that it is a stream.</summary>
    /// <param name="connection">The connection, which stays as it is.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<bool> AskAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        try
        {
            var channel = await Broker.OpenChannelAsync(connection, prefetch: 1, cancellationToken).ConfigureAwait(false);
            await using (channel.ConfigureAwait(false))
            {
                var atItsEnd = new Dictionary<string, object?> { [BrokerConsumer.OffsetHeader] = StreamStart.Latest.Specification };
                await channel.BasicConsumeAsync(
                    queue, autoAck: false, consumerTag: "", noLocal: false, exclusive: false, atItsEnd,
                    new AsyncDefaultBasicConsumer(channel), cancellationToken).ConfigureAwait(false);
                return true;
            }
        }
        catch (Exception exception) when (connection.IsOpen && exception is OperationInterruptedException or ChannelAllocationException)
        {
            return false; // refused, or the client may not open a second channel
        }
    }
}
