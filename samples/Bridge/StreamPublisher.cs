using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

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
        foreach (var stream in streams) await MakeAsync(connection, stream, cancellationToken);
        var channel = await connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        return new(connection, channel, streams);
    }

    /// <summary>Makes the streams that do not exist.</summary>
    public static async Task MakeAsync(Uri server, IReadOnlyList<string> streams, CancellationToken cancellationToken)
    {
        await using var publisher = await ConnectAsync(server, streams, cancellationToken);
    }

    public Task PublishAsync(byte[] message, CancellationToken cancellationToken) => _channel.BasicPublishAsync(
        "", _streams[_next++ % _streams.Count], mandatory: true, new BasicProperties { Persistent = true }, message, cancellationToken).AsTask();

    /// <summary>A stream that exists may have been made with other arguments; then it is left as it is.</summary>
    private static async Task MakeAsync(IConnection connection, string stream, CancellationToken cancellationToken)
    {
        const ushort notFound = 404;
        try
        {
            await using var asking = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            await asking.QueueDeclarePassiveAsync(stream, cancellationToken);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == notFound)
        {
            await using var making = await connection.CreateChannelAsync(cancellationToken: cancellationToken); // the server has closed the other
            await making.QueueDeclareAsync(
                stream, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "stream" },
                cancellationToken: cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
