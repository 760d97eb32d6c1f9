using RabbitMQ.Client;

namespace LambdaSpeed.RabbitMQ;

/// <summary>A server as the options name it: connects, and says in words what went wrong.</summary>
internal sealed class Broker
{
    private static readonly TimeSpan _closePatience = TimeSpan.FromSeconds(5);

    private readonly RabbitMqOptions _options;
    private readonly ConnectionFactory _factory;

    /// <exception cref="ArgumentException">An option cannot be.</exception>
    public Broker(RabbitMqOptions options)
    {
        _options = options;
        _factory = options.NewFactory();
        Name = $"{_factory.Endpoint.HostName}:{_factory.Endpoint.Port}{(_factory.VirtualHost == "/" ? "" : "/" + _factory.VirtualHost)}";
    }

    /// <summary>Host, port and virtual host.</summary>
    public string Name { get; }

    /// <exception cref="RabbitMqException">No connection was made.</exception>
    public async Task<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _factory.CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw BrokerProblem.OfConnecting(Name, exception);
        }
    }

    /// <summary>A channel whose deliveries come one after the other.</summary>
    public static async Task<IChannel> OpenChannelAsync(IConnection connection, int prefetch, CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(false, false, consumerDispatchConcurrency: 1), cancellationToken).ConfigureAwait(false);
        await channel.BasicQosAsync(0, (ushort)prefetch, global: false, cancellationToken).ConfigureAwait(false);
        return channel;
    }

    /// <summary>Closes a connection, whatever state it is in. Never throws.</summary>
    public static async Task CloseAsync(IConnection? connection)
    {
        if (connection is null) return;
        try
        {
            await connection.AbortAsync(_closePatience).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            // the server is gone, or will notice by itself
        }
    }
}
