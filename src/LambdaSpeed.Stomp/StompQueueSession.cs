using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Stomp;

/// <summary>One connection to a queue: holds what is delivered, and sends the answers.</summary>
internal sealed class StompQueueSession : ISourceSession<StompMessage>
{
    private const string SubscriptionId = "0";

    private static readonly TimeSpan _closePatience = TimeSpan.FromSeconds(5);

    private readonly StompServer _server;
    private readonly StompQueueOptions _options;
    private readonly StompConnection _connection;
    private readonly ILogger _logger;
    private readonly Channel<StompDelivery> _delivered = Channel.CreateUnbounded<StompDelivery>(
        new() { SingleReader = true, SingleWriter = true }); // the prefetch bounds it
    private int _unanswered;          // deliveries that the server waits for; raised by the receiving loop, lowered by answers
    private volatile bool _isLeaving; // what comes is of no use any more

    private StompQueueSession(StompServer server, StompQueueOptions options, StompConnection connection, ILogger logger)
    {
        _server = server;
        _options = options;
        _connection = connection;
        _logger = logger;
    }

    /// <summary>Connects, and begins to receive.</summary>
    /// <exception cref="StompException">It was not done.</exception>
    public static async Task<StompQueueSession> OpenAsync(
        StompServer server, StompQueueOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var (connection, beats) = await StompEntrance.EnterAsync(server, options, cancellationToken).ConfigureAwait(false);
        var session = new StompQueueSession(server, options, connection, logger);
        connection.Begin(session.Receive, beats);
        _ = session.CompleteAsync();
        try
        {
            await session.SubscribeAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw StompProblem.OfConnection(server, options.Queue, exception);
        }
    }

    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        await _delivered.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && !_connection.Ended.IsCompleted;

    public bool TryTake([NotNullWhen(true)] out IDelivery<StompMessage>? delivery)
    {
        delivery = !_connection.Ended.IsCompleted && _delivered.Reader.TryRead(out var taken) ? taken : null;
        return delivery is not null;
    }

    public async Task<LambdaSpeedException> EndedAsync() => await _connection.Ended.ConfigureAwait(false);

    /// <summary>Has the server told what became of a delivery, soon, together with others.</summary>
    /// <exception cref="StompException">The connection it came by is lost, so the answer is.</exception>
    public void Answer(string answerId, bool isRejection)
    {
        if (_connection.Ended.IsCompleted) throw new StompException(
            StompFault.Unreachable,
            $"The STOMP server at {_server} has left before it was told what became of a message of '{_options.Queue}': it delivers " +
            "the message again.");
        Interlocked.Decrement(ref _unanswered);
        _connection.Post(isRejection ? "NACK" : "ACK", ("id", answerId));
    }

    /// <summary>Ends the deliveries, has all answers reach the server, and leaves. Never throws.</summary>
    public async ValueTask DisposeAsync()
    {
        _isLeaving = true;
        try
        {
            // answered when all before it is done
            if (!_connection.Ended.IsCompleted)
            {
                await _connection.AskAsync("DISCONNECT", [], CancellationToken.None)
                    .WaitAsync(_closePatience, _options.TimeProvider).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            // the server is gone: what it was not told it delivers again
        }
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private Task SubscribeAsync(CancellationToken cancellationToken)
    {
        var prefetch = _options.Prefetch.ToString(CultureInfo.InvariantCulture);
        return _connection.AskAsync("SUBSCRIBE",
            [
                ("id", SubscriptionId), ("destination", _options.Destination), ("ack", "client-individual"),
                ("activemq.prefetchSize", prefetch), .. _options.SubscribeHeaders.Select(header => (header.Key, header.Value)),
            ], cancellationToken);
    }

    /// <summary>Takes a message, on the connection's loop.</summary>
    private void Receive(StompFrame frame)
    {
        if (_isLeaving) return;
        if (frame.Headers.Find("ack") is not { } answerId) throw new StompFormatException("a message says not how it is acknowledged");

        if (Interlocked.Increment(ref _unanswered) > 2 * _options.Prefetch)
        {
            throw StompProblem.PrefetchIgnored(_server, _options.Queue, _options.Prefetch);
        }
        if (frame.Problem is not { } problem)
        {
            _delivered.Writer.TryWrite(new StompDelivery(this, answerId, new StompMessage(frame), _options));
            return;
        }
        StompLog.NotTaken(_logger, frame.Headers.Find("message-id"), _options.Queue, problem);
        Answer(answerId, isRejection: true);
    }

    private async Task CompleteAsync()
    {
        await _connection.Ended.ConfigureAwait(false);
        _delivered.Writer.TryComplete();
    }
}
