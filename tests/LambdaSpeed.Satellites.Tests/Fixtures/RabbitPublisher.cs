using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Publishes in order, durably when a call returns. One that failed fails from then on.</summary>
internal sealed class RabbitPublisher : IAsyncDisposable
{
    private const int Window = 256; // confirmations owed at a time

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly SemaphoreSlim _room = new(Window);
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<ulong> _owed = []; // confirmations, each alone or with those before it: not in order
    private ulong _published;

    private RabbitPublisher(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
        channel.BasicAcksAsync += (_, confirmed) =>
        {
            Confirm(confirmed.DeliveryTag, confirmed.Multiple);
            return Task.CompletedTask;
        };
        channel.BasicNacksAsync += (_, _) =>
        {
            _failed.TrySetException(new InvalidOperationException("the server refused a message"));
            return Task.CompletedTask;
        };
        channel.BasicReturnAsync += (_, returned) =>
        {
            _failed.TrySetException(new InvalidOperationException($"there is no queue '{returned.RoutingKey}': {returned.ReplyText}"));
            return Task.CompletedTask;
        };
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            _failed.TrySetException(new InvalidOperationException(reason.ReplyText));
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

    /// <summary>Waits until RabbitMQ 3.10 has written down where it keeps new queues: killed before, it never finds a stream again, and
    /// gives a quorum queue a new, empty log that has no leader, so that nothing is confirmed or delivered any more.</summary>
    public static Task LetQueuesBeKnownAsync() => Task.Delay(TimeSpan.FromSeconds(3));

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
        foreach (var (body, id) in messages)
        {
            await PublishAsync(queue, new() { Persistent = true, MessageId = id }, body, cancellationToken);
        }
        for (var i = 0; i < Window; i++) await RoomAsync(cancellationToken);
        _room.Release(Window);
        if (_failed.Task.IsFaulted) await _failed.Task;
    }

    /// <summary>Publishes a message without a body, and does not wait for its confirmation.</summary>
    public Task PublishAsync(string queue, BasicProperties properties, CancellationToken cancellationToken) =>
        PublishAsync(queue, properties, ReadOnlyMemory<byte>.Empty, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _connection.AbortAsync();
        await _connection.DisposeAsync();
    }

    private async Task PublishAsync(string queue, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await RoomAsync(cancellationToken);
        lock (_owed) _owed.Add(++_published);
        await _channel.BasicPublishAsync("", queue, mandatory: true, properties, body, cancellationToken);
    }

    private async Task RoomAsync(CancellationToken cancellationToken)
    {
        var room = _room.WaitAsync(cancellationToken);
        if (!room.IsCompleted && await Task.WhenAny(room, _failed.Task) != room) await _failed.Task;
        await room;
    }

    private void Confirm(ulong tag, bool andThoseBefore)
    {
        lock (_owed)
        {
            var confirmed = _owed.RemoveWhere(owed => owed == tag || (andThoseBefore && owed < tag));
            if (confirmed > 0) _room.Release(confirmed);
        }
    }
}
