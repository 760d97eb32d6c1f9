using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LambdaSpeed.Intake;

namespace LambdaSpeed;

/// <summary>A source for an intake that your own code sends messages into, and gets an answer for each: for a web endpoint, or a
/// test.</summary>
/// <remarks>Senders may be many, on any thread, and may begin before the intake does. Bounded: when the intake is slower, senders wait.
/// Redelivery is the sender's: one that was given no answer sends the message again, with the same id. When the intake ends, who has none
/// gets an <see cref="IntakeException"/>, and so does who sends before the next intake reads.</remarks>
/// <typeparam name="TMessage">The messages.</typeparam>
[DebuggerDisplay("{Count} waiting")]
public sealed class ChannelIntakeSource<TMessage> : IAcknowledgingSource<TMessage>
{
    private readonly Channel<ChannelDelivery<TMessage>> _queue;
    private readonly Lock _gate = new();
    private readonly HashSet<ChannelDelivery<TMessage>> _delivered = []; // handed over and not answered; under the gate
    private bool _isRead;          // whether somebody reads; under the gate
    private volatile bool _hasEnded; // whether the last reader has left and no other has come

    /// <summary>Creates the source.</summary>
    /// <param name="capacity">How many messages may wait to be taken in; at least 1.</param>
    public ChannelIntakeSource(int capacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _queue = Channel.CreateBounded<ChannelDelivery<TMessage>>(capacity);
    }

    /// <summary>How many messages wait to be taken in.</summary>
    public int Count => _queue.Reader.Count;

    /// <summary>Sends a message and waits for its answer.</summary>
    /// <param name="message">The message.</param>
    /// <param name="id">What makes it known when it is sent again; null when nothing does.</param>
    /// <param name="cancellationToken">Gives up waiting; the message may be stored all the same, so send it again with the same
    /// id.</param>
    /// <returns>Stored, duplicate or rejected; the first two mean that it is durable.</returns>
    /// <exception cref="IntakeException">The intake has ended, perhaps before it had answered.</exception>
    /// <exception cref="InvalidOperationException">The source was completed.</exception>
    public async Task<IntakeAnswer> SendAsync(TMessage message, string? id = null, CancellationToken cancellationToken = default)
    {
        if (_hasEnded) throw IntakeException.Unread();

        var delivery = new ChannelDelivery<TMessage>(message, id, Forget);
        try
        {
            await _queue.Writer.WriteAsync(delivery, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException("The source was completed: nothing can be sent any more.");
        }
        if (_hasEnded) FailWaiting();
        return await delivery.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that nothing more will be sent: the intake ends when all that was sent is answered. Further calls have no
    /// effect.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another intake reads it.</exception>
    public async IAsyncEnumerable<IDelivery<TMessage>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Begin();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (!cancellationToken.IsCancellationRequested && _queue.Reader.TryRead(out var delivery))
                {
                    lock (_gate) _delivered.Add(delivery);
                    yield return delivery;
                }
            }
        }
        finally
        {
            End();
        }
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (_isRead)
            {
                throw new InvalidOperationException("The source is read by an intake. Remedy: make a source for each intake.");
            }
            _isRead = true;
            _hasEnded = false;
        }
    }

    private void End()
    {
        ChannelDelivery<TMessage>[] unanswered;
        lock (_gate)
        {
            unanswered = [.. _delivered];
            _delivered.Clear();
            _isRead = false;
            _hasEnded = true;
        }
        foreach (var delivery in unanswered) delivery.Fail(IntakeException.Unanswered());
        FailWaiting();
    }

    private void FailWaiting()
    {
        while (_hasEnded && _queue.Reader.TryRead(out var delivery)) delivery.Fail(IntakeException.Unread());
    }

    private void Forget(ChannelDelivery<TMessage> delivery)
    {
        lock (_gate) _delivered.Remove(delivery);
    }
}
