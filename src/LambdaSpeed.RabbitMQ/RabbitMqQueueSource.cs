using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace LambdaSpeed.RabbitMQ;

/// <summary>A classic or quorum queue of RabbitMQ, to be taken in by a <see cref="LogIntake"/>: each message is acknowledged when it is
/// durable
/// in the log.</summary>
/// <remarks>
/// <para>Rejected messages are refused without being put back (<c>basic.nack</c>): the server dead-letters them where the queue says so,
/// and
/// drops them where it does not. A lost connection is made again with growing delays; what was not acknowledged comes again, and is known
/// by
/// its id. Messages are never acknowledged by the server itself.</para>
/// <para>Replay: none; that is the log's. Read by one intake at a time; several sources may share a queue.</para>
/// </remarks>
[DebuggerDisplay("{_options.Queue}")]
public sealed class RabbitMqQueueSource : IAcknowledgingSource<RabbitMqMessage>, IConnectedSource
{
    private readonly RabbitMqQueueOptions _options;
    private readonly Broker _broker;
    private readonly ILogger _logger;
    private volatile SourceDescription _description; // replaced whole by the enumeration

    /// <summary>Creates the source; the intake's start connects.</summary>
    /// <param name="options">The server and the queue.</param>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    public RabbitMqQueueSource(RabbitMqQueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _broker = options.Validate();
        _logger = options.LoggerFactory.CreateLogger("LambdaSpeed.RabbitMQ");
        _description = new($"rabbitmq {_broker.Name} {options.Queue}", SourceState.Opening, null);
    }

    /// <inheritdoc/>
    public SourceDescription Description => _description;

    /// <inheritdoc/>
    /// <exception cref="RabbitMqException">The server cannot be reached at the start, or the settings are wrong.</exception>
    public async IAsyncEnumerable<IDelivery<RabbitMqMessage>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            var session = await _broker.PatientlyAsync(OpenAsync, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            while (true)
            {
                await using (session.ConfigureAwait(false))
                {
                    while (!cancellationToken.IsCancellationRequested && await session.WaitAsync(cancellationToken).ConfigureAwait(false))
                    {
                        while (!cancellationToken.IsCancellationRequested && session.TryTake(out var delivery)) yield return delivery;
                    }
                }
                if (cancellationToken.IsCancellationRequested) yield break;
                session = await ReopenAsync(await session.Ended.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _description = _description with { State = SourceState.Closed };
        }
    }

    private async Task<QueueSession> ReopenAsync(RabbitMqException why, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            if (why.Fault == RabbitMqFault.IsAStream) throw why;
            var delay = _options.DelayAfter(failures);
            _description = _description with { State = SourceState.Retrying, Failure = why.Message };
            RabbitMqLog.Lost(_logger, _options.Queue, delay, failures, why);
            await Task.Delay(delay, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            try
            {
                return await OpenAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (RabbitMqException exception) // a queue that is missing may come back with its server's other node
            {
                why = exception;
            }
        }
    }

    private async Task<QueueSession> OpenAsync(CancellationToken cancellationToken)
    {
        var clock = _options.TimeProvider;
        var start = clock.GetTimestamp();
        IConnection? connection = null;
        try
        {
            connection = await _broker.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var channel = await Broker.OpenChannelAsync(connection, _options.Prefetch, cancellationToken).ConfigureAwait(false);
            var session = new QueueSession(connection, channel, _broker.Name, _options);
            await session.ConsumeAsync(streamOffset: null, cancellationToken).ConfigureAwait(false);
            RabbitMqMetrics.Connected(clock.GetElapsedTime(start), _options.Queue, null);
            RabbitMqLog.Reading(_logger, _options.Queue, "its head");
            _description = _description with { State = SourceState.Reading, Failure = null };
            return session;
        }
        catch (Exception exception)
        {
            await Broker.CloseAsync(connection).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(exception.Message, exception, cancellationToken); // the client throws this or that
            }
            var problem = BrokerProblem.OfQueue(_broker.Name, _options.Queue, nameof(RabbitMqQueueOptions.Queue), exception);
            RabbitMqMetrics.Connected(clock.GetElapsedTime(start), _options.Queue, problem);
            throw problem;
        }
    }
}
