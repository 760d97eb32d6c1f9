using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using RabbitMQ.Client;

namespace LambdaSpeed.RabbitMQ;

/// <summary>One connection to a queue: holds what is delivered, and sends the answers.</summary>
/// <param name="connection">The connection; its own.</param>
/// <param name="channel">The channel.</param>
/// <param name="server">The server's name.</param>
/// <param name="options">The queue.</param>
internal sealed class QueueSession(IConnection connection, IChannel channel, string server, RabbitMqQueueOptions options)
    : BrokerConsumer(channel, server, options.Queue, nameof(RabbitMqQueueOptions.Queue)), ISourceSession<RabbitMqMessage>
{
    private static readonly TimeSpan _closePatience = TimeSpan.FromSeconds(5);

    private readonly Channel<QueueDelivery> _delivered = System.Threading.Channels.Channel.CreateUnbounded<QueueDelivery>(
        new() { SingleReader = true, SingleWriter = true }); // the prefetch bounds it
    private readonly Lock _gate = new();
    private readonly AnswerLedger _answers = new(); // under the gate
    private bool _isSending;                        // whether somebody sends until there are none; under the gate
    private Task _sending = Task.CompletedTask;     // who does, or did last; under the gate
    private bool _isNoStream;                       // whether that is proven; the client's thread writes it

    /// <summary>Waits for a delivery; false when the connection is lost.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        await _delivered.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && !Ended.IsCompleted;

    /// <summary>Takes a delivery that is there. None of a lost connection: it comes again.</summary>
    public bool TryTake([NotNullWhen(true)] out IDelivery<RabbitMqMessage>? delivery)
    {
        delivery = !Ended.IsCompleted && _delivered.Reader.TryRead(out var taken) ? taken : null;
        return delivery is not null;
    }

    /// <summary>Why the connection was lost.</summary>
    public async Task<LambdaSpeedException> EndedAsync() => await Ended.ConfigureAwait(false);

    /// <summary>Has the server told what became of a delivery, soon, together with others.</summary>
    /// <exception cref="RabbitMqException">The connection it came by is lost, so the answer is.</exception>
    public void Answer(ulong tag, bool isRejection)
    {
        if (Ended.IsCompleted) throw new RabbitMqException(
            RabbitMqFault.Unreachable,
            $"RabbitMQ at {Server} has left before it was told what became of a message of '{Queue}': it delivers the message again.");
        lock (_gate)
        {
            _answers.Add(tag, isRejection);
            if (_isSending) return;
            _isSending = true;
            _sending = Task.Run(SendAsync);
        }
    }

    /// <summary>Ends the deliveries, has all answers reach the server, and leaves. Never throws.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!Ended.IsCompleted) await LeaveAsync().WaitAsync(_closePatience, options.TimeProvider).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            // the server is gone: what it was not told it delivers again
        }
        await Broker.CloseAsync(connection).ConfigureAwait(false);
    }

    protected override void Receive(in BrokerDelivery delivery) =>
        _delivered.Writer.TryWrite(new QueueDelivery(this, delivery.Tag, new RabbitMqMessage(delivery), options));

    protected override Task ReceiveAsync(in BrokerDelivery delivery, CancellationToken cancellationToken)
    {
        if (!_isNoStream && OffsetOf(delivery.Properties) is not null) return AskAsync(delivery, cancellationToken);

        _isNoStream = true;
        return base.ReceiveAsync(delivery, cancellationToken);
    }

    protected override void OnEnded() => _delivered.Writer.TryComplete();

    /// <summary>Is the queue a stream, whose messages all have an offset, or was this one published again with what it had in a stream?
    /// Only the server knows. It is not asked by each opening: its usual answer is a refusal, which it writes to its log as an
    /// error.</summary>
    private async Task AskAsync(BrokerDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            if (await StreamQuestion.AskAsync(connection, Queue, cancellationToken).ConfigureAwait(false))
            {
                End(BrokerProblem.IsAStream(Server, Queue));
                return;
            }
            _isNoStream = true;
            Receive(delivery);
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            End(BrokerProblem.OfQueue(Server, Queue, Setting, exception));
        }
    }

    /// <summary>Has all answers arrive. A quorum queue is told of answers by its channel, which keeps some back while many are under way,
    /// and forgets these when it is closed: the cancellation is answered behind those under way, then the rest is passed on before the
    /// channel answers anything else.</summary>
    private async Task LeaveAsync()
    {
        Task sending;
        lock (_gate) sending = _sending;
        await sending.ConfigureAwait(false);
        await Channel.BasicCancelAsync(ConsumerTag).ConfigureAwait(false);
        await Channel.QueueDeclarePassiveAsync(Queue).ConfigureAwait(false);
    }

    private async Task SendAsync()
    {
        while (TryTakeAnswer(out var frame))
        {
            try
            {
                if (frame.IsRejection) await Channel.BasicNackAsync(frame.Tag, frame.IsMultiple, requeue: false).ConfigureAwait(false);
                else await Channel.BasicAckAsync(frame.Tag, frame.IsMultiple).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not InvariantViolationException)
            {
                End(BrokerProblem.OfQueue(Server, Queue, Setting, exception));
            }
        }
    }

    private bool TryTakeAnswer(out AnswerFrame frame)
    {
        lock (_gate) return _isSending = _answers.TryTake(out frame);
    }
}
