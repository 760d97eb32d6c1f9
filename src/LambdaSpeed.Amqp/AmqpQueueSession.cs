using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace LambdaSpeed.Amqp;

/// <summary>One connection to a queue: holds what is delivered, and sends the answers.</summary>
/// <remarks>The client calls on its own thread, which reads the connection: nothing may wait there.</remarks>
internal sealed class AmqpQueueSession : ISourceSession<AmqpMessage>
{
    private const int IdleMilliseconds = 20_000;

    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _closePatience = TimeSpan.FromSeconds(5);

    private readonly string _server;
    private readonly AmqpQueueOptions _options;
    private readonly Connection _connection;
    private readonly Session _session;
    private readonly ReceiverLink _link;
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<AmqpSourceException> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<AmqpDelivery> _delivered = Channel.CreateUnbounded<AmqpDelivery>(
        new() { SingleReader = true, SingleWriter = true }); // the credit bounds it

    private volatile bool _isLeaving; // whether it is closed by its owner

    private AmqpQueueSession(string server, AmqpQueueOptions options, Connection connection)
    {
        _server = server;
        _options = options;
        _connection = connection;
        _session = new Session(connection);
        _link = new ReceiverLink(
            _session, "lambdaspeed", new Attach { Source = new Source { Address = options.Queue }, Target = new Target() },
            (_, answer) =>
            {
                if (answer.Source is not null) _attached.TrySetResult(); // else it is closed with the reason in a moment
            });
        connection.Closed += (_, error) => End(error);
        _session.Closed += (_, error) => End(error);
        _link.Closed += (_, error) => End(error);
    }

    /// <summary>Connects, and begins to receive.</summary>
    /// <exception cref="AmqpSourceException">It was not done.</exception>
    public static async Task<AmqpQueueSession> OpenAsync(
        string server, Address address, AmqpQueueOptions options, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(server, address, options, cancellationToken).ConfigureAwait(false);
        AmqpQueueSession? session = null;
        try
        {
            session = new AmqpQueueSession(server, options, connection);
            await session.BeginAsync(cancellationToken).ConfigureAwait(false);
            _ = session.WatchAsync();
            return session;
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            await CloseAsync(connection, options.TimeProvider).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw AmqpProblem.OfConnecting(server, exception);
        }
    }

    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        await _delivered.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && !_ended.Task.IsCompleted;

    public bool TryTake([NotNullWhen(true)] out IDelivery<AmqpMessage>? delivery)
    {
        delivery = !_ended.Task.IsCompleted && _delivered.Reader.TryRead(out var taken) ? taken : null;
        return delivery is not null;
    }

    public async Task<LambdaSpeedException> EndedAsync() => await _ended.Task.ConfigureAwait(false);

    /// <summary>Has the server told what became of a delivery; the client writes it behind what it writes already.</summary>
    /// <exception cref="AmqpSourceException">The connection it came by is lost, so the answer is.</exception>
    public void Answer(AmqpMessage message, string? rejection)
    {
        try
        {
            if (!_ended.Task.IsCompleted)
            {
                if (rejection is null) _link.Accept(message.Message);
                else _link.Reject(message.Message, new Error((Symbol)ErrorCode.NotAllowed) { Description = rejection });
                return;
            }
        }
        catch (AmqpException)
        {
            // it has ended in this moment
        }
        throw new AmqpSourceException(
            AmqpFault.Unreachable,
            $"The AMQP server at {_server} has left before it was told what became of a message of '{_options.Queue}': it delivers the " +
            "message again.");
    }

    /// <summary>Ends the deliveries, has all answers reach the server, and leaves. Never throws.</summary>
    public async ValueTask DisposeAsync()
    {
        _isLeaving = true;
        try
        {
            // the server answers each behind what was sent before
            if (!_ended.Task.IsCompleted)
            {
                await _link.CloseAsync().WaitAsync(_closePatience, _options.TimeProvider).ConfigureAwait(false);
                await _session.CloseAsync().WaitAsync(_closePatience, _options.TimeProvider).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            // the server is gone: what it was not told it delivers again
        }
        await CloseAsync(_connection, _options.TimeProvider).ConfigureAwait(false);
    }

    private static async Task<Connection> ConnectAsync(
        string server, Address address, AmqpQueueOptions options, CancellationToken cancellationToken)
    {
        var connecting = NewFactory(server, options, cancellationToken).CreateAsync(address);
        try
        {
            return await connecting.WaitAsync(options.ConnectTimeout, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            _ = ForgetAsync(connecting, options.TimeProvider);
            cancellationToken.ThrowIfCancellationRequested();
            throw AmqpProblem.OfConnecting(server, exception);
        }
    }

    /// <summary>What it asks for, as a token, may be away as a server may: that is waited for as well.</summary>
    private static ConnectionFactory NewFactory(string server, AmqpQueueOptions options, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory();
        factory.AMQP.IdleTimeout = IdleMilliseconds;
        try
        {
            options.Configure?.Invoke(factory);
            return factory;
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw AmqpProblem.OfConfiguring(server, exception);
        }
    }

    /// <summary>A connection that is made when nobody waits for it any more is closed.</summary>
    private static async Task ForgetAsync(Task<Connection> connecting, TimeProvider clock)
    {
        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connecting.IsCompletedSuccessfully) await CloseAsync(await connecting.ConfigureAwait(false), clock).ConfigureAwait(false);
    }

    private static async Task CloseAsync(Connection connection, TimeProvider clock)
    {
        if (connection.ConnectionState == ConnectionState.CloseSent) return; // it waits for the server's word, which is silent
        try
        {
            await connection.CloseAsync().WaitAsync(_closePatience, clock).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            // it was closed, or its server is gone
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(_attached.Task, _ended.Task)
            .WaitAsync(_options.ConnectTimeout, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        if (first != _attached.Task) throw await _ended.Task.ConfigureAwait(false);

        _link.Start(_options.Prefetch, (_, message) => Receive(message));
    }

    /// <summary>Looks whether the client has given the connection up: when a server is silent, it sends its close, and says nothing of it
    /// before the server answers.</summary>
    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(_lookEvery, _options.TimeProvider);
        while (!_ended.Task.IsCompleted && !_isLeaving && await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            if (_connection.ConnectionState == ConnectionState.CloseSent && !_isLeaving) End(AmqpProblem.Silent(_server, _options.Queue));
        }
    }

    private void Receive(Message message) => _delivered.Writer.TryWrite(new AmqpDelivery(this, new AmqpMessage(message), _options));

    private void End(Error? error) => End(AmqpProblem.OfClosing(_server, _options.Queue, error));

    private void End(AmqpSourceException why)
    {
        if (_ended.TrySetResult(why)) _delivered.Writer.TryComplete();
    }
}
