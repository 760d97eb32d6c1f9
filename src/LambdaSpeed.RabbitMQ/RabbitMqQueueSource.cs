using System.Diagnostics;
using RabbitMQ.Client;

namespace LambdaSpeed.RabbitMQ;

/// <summary>A classic or quorum queue of RabbitMQ, to be taken in by a <see cref="LogIntake"/>: each message is acknowledged when it is
/// durable in the log.</summary>
/// <remarks>
/// <para>Rejected messages are refused without being put back (<c>basic.nack</c>): the server dead-letters them where the queue says so,
/// and drops them where it does not. A lost connection is made again with growing delays; what was not acknowledged comes again, and is
/// known by its id. Messages are never acknowledged by the server itself.</para>
/// <para>Replay: none; that is the log's. Read by one intake at a time; several sources may share a queue.</para>
/// </remarks>
[DebuggerDisplay("{_options.Queue}")]
public sealed class RabbitMqQueueSource : ReconnectingSource<RabbitMqMessage>
{
    private readonly RabbitMqQueueOptions _options;
    private readonly Broker _broker;

    /// <summary>Creates the source; the intake's start connects, and fails by a <see cref="RabbitMqException"/>.</summary>
    /// <param name="options">The server and the queue.</param>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    public RabbitMqQueueSource(RabbitMqQueueOptions options) : this(options, BrokerOf(options))
    {
    }

    private RabbitMqQueueSource(RabbitMqQueueOptions options, Broker broker)
        : base($"rabbitmq {broker.Name} {options.Queue}", new("rabbitmq", options.Queue), options.Reconnecting,
            options.TimeProvider, options.LoggerFactory.CreateLogger("LambdaSpeed.RabbitMQ"))
    {
        _options = options;
        _broker = broker;
    }

    /// <inheritdoc/>
    protected override bool FailsStart(LambdaSpeedException failure) => failure is RabbitMqException { IsLasting: true };

    /// <inheritdoc/>
    protected override bool EndsReading(LambdaSpeedException failure) => failure is RabbitMqException { Fault: RabbitMqFault.IsAStream };

    /// <inheritdoc/>
    protected override string KindOf(LambdaSpeedException failure) => BrokerProblem.KindOf(failure);

    /// <inheritdoc/>
    protected override async Task<ISourceSession<RabbitMqMessage>> OpenAsync(CancellationToken cancellationToken)
    {
        IConnection? connection = null;
        try
        {
            connection = await _broker.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var channel = await Broker.OpenChannelAsync(connection, _options.Prefetch, cancellationToken).ConfigureAwait(false);
            var session = new QueueSession(connection, channel, _broker.Name, _options);
            await session.ConsumeAsync(streamOffset: null, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch (Exception exception)
        {
            await Broker.CloseAsync(connection).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(exception.Message, exception, cancellationToken); // the client throws this or that
            }
            throw BrokerProblem.OfQueue(_broker.Name, _options.Queue, nameof(RabbitMqQueueOptions.Queue), exception);
        }
    }

    private static Broker BrokerOf(RabbitMqQueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Validate();
    }
}
