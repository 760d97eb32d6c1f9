using RabbitMQ.Client;

namespace Bridge;

/// <summary>Publishes into streams of RabbitMQ, in turn, and makes those that do not exist.</summary>
internal sealed class StreamPublisher : IPublisher
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly IReadOnlyList<string> _streams;
    private int _next; // whose turn it is

    private StreamPublisher(IConnection connection, IChannel channel, IReadOnlyList<string> streams) =>
        (_connection, _channel, _streams) = (connection, channel, streams);

    public static async Task<StreamPublisher> ConnectAsync(Uri server, IReadOnlyList<string> streams, CancellationToken cancellationToken)
    {
        var connection = await new ConnectionFactory { Uri = server }.CreateConnectionAsync(cancellationToken);
        var channel = await connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "stream" };
        foreach (var stream in streams)
        {
            await channel.QueueDeclareAsync(
                stream, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
        }
        return new(connection, channel, streams);
    }

    public Task PublishAsync(byte[] message, CancellationToken cancellationToken) => _channel.BasicPublishAsync(
        "", _streams[_next++ % _streams.Count], mandatory: true, new BasicProperties { Persistent = true }, message, cancellationToken).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
