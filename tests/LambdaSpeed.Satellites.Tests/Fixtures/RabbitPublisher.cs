using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Publishes in order, durably when a call returns.</summary>
internal sealed class RabbitPublisher : IAsyncDisposable
{
    private const int Window = 256; // confirmations owed at a time

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly SemaphoreSlim _room = new(Window);
    private ulong _confirmed; // the newest tag; the client's thread writes it
    private TaskCompletionSource? _refused;

    private RabbitPublisher(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
        channel.BasicAcksAsync += (_, confirmed) =>
        {
            _room.Release((int)(confirmed.Multiple ? confirmed.DeliveryTag - _confirmed : 1));
            _confirmed = confirmed.DeliveryTag;
            return Task.CompletedTask;
        };
        channel.BasicNacksAsync += (_, _) =>
        {
            _refused?.TrySetException(new InvalidOperationException("the server refused a message"));
            return Task.CompletedTask;
        };
        channel.BasicReturnAsync += (_, returned) =>
        {
            _refused?.TrySetException(new InvalidOperationException($"there is no queue '{returned.RoutingKey}': {returned.ReplyText}"));
            return Task.CompletedTask;
        };
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            _refused?.TrySetException(new InvalidOperationException(reason.ReplyText));
            return Task.CompletedTask;
        };
    }

    /// <summary>Connects to a server that was started again, and waits until it has found its queues: what is published before is
    /// dropped.</summary>
    public static async Task<RabbitPublisher> ConnectAsync(string uri, params IEnumerable<string> queues)
    {
        foreach (var queue in queues)
        {
            while (!await HasQueueAsync(uri, queue)) await Task.Delay(100);
        }
        return await ConnectAsync(uri);
    }

    private static async Task<bool> HasQueueAsync(string uri, string queue)
    {
        await using var publisher = await ConnectAsync(uri);
        try
        {
            await publisher._channel.QueueDeclarePassiveAsync(queue);
            return true;
        }
        catch (OperationInterruptedException)
        {
            return false;
        }
    }

    public static async Task<RabbitPublisher> ConnectAsync(string uri)
    {
        var connection = await new ConnectionFactory { Uri = new(uri), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        // confirmations that the client tracks by itself let messages overtake each other
        return new(connection, await connection.CreateChannelAsync(new(true, false, null)));
    }

    public Task DeclareAsync(string queue, Dictionary<string, object?> arguments) =>
        _channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);

    public async Task DeleteAsync(IEnumerable<string> queues)
    {
        foreach (var queue in queues) await _channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);
    }

    /// <summary>Publishes messages; returns when the server has confirmed all.</summary>
    public Task PublishAsync(string queue, IEnumerable<ReadOnlyMemory<byte>> bodies, CancellationToken cancellationToken) =>
        PublishAsync(queue, bodies.Select(body => (body, (string?)null)), cancellationToken);

    public async Task PublishAsync(
        string queue, IEnumerable<(ReadOnlyMemory<byte> Body, string? Id)> messages, CancellationToken cancellationToken)
    {
        _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var (body, id) in messages)
        {
            await RoomAsync(cancellationToken);
            var properties = new BasicProperties { Persistent = true, MessageId = id };
            await _channel.BasicPublishAsync("", queue, mandatory: true, properties, body, cancellationToken);
        }
        for (var i = 0; i < Window; i++) await RoomAsync(cancellationToken);
        _room.Release(Window);
        if (_refused.Task.IsFaulted) await _refused.Task;
    }

    /// <summary>Publishes a message without a body.</summary>
    public async Task PublishAsync(string queue, BasicProperties properties, CancellationToken cancellationToken)
    {
        await RoomAsync(cancellationToken);
        await _channel.BasicPublishAsync("", queue, mandatory: true, properties, ReadOnlyMemory<byte>.Empty, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.AbortAsync();
        await _connection.DisposeAsync();
    }

    private async Task RoomAsync(CancellationToken cancellationToken)
    {
        var room = _room.WaitAsync(cancellationToken);
        if (!room.IsCompleted && await Task.WhenAny(room, _refused!.Task) != room) await _refused.Task;
        await room;
    }
}
