using RabbitMQ.Client;

namespace LambdaSpeed.RabbitMQ;

/// <summary>One attachment to a stream: decodes what comes, on the client's thread, and lays it into the queue.</summary>
/// <param name="channel">The channel; its own.</param>
/// <param name="server">The server's name.</param>
/// <param name="stream">The stream.</param>
/// <param name="partition">Its index.</param>
/// <param name="sequence">Judges offsets.</param>
/// <param name="entries">Where tuples wait for the task.</param>
/// <param name="decode">Makes them.</param>
/// <param name="metrics">Where messages are counted.</param>
/// <param name="wake">Wakes the task.</param>
internal sealed class StreamSession<T>(
    IChannel channel, string server, string stream, int partition, StreamSequence sequence, StreamQueue<T> entries, StreamDecoder<T> decode,
    MessagingMetrics metrics, Action wake) : BrokerConsumer(channel, server, stream, nameof(RabbitMqStreamOptions.Streams))
{
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first message.</summary>
    public Task Attached => _attached.Task;

    /// <summary>Whether a message has come that was to be read.</summary>
    public bool HasDelivered { get; private set; }

    /// <summary>Whether it has ended since messages may be missing.</summary>
    public bool IsInDoubt { get; private set; }

    /// <summary>Lets the server send more: an acknowledgement of a stream is nothing else. Never throws; what is lost with the connection
    /// need not be told.</summary>
    public void Acknowledge(ulong tag)
    {
        if (!Ended.IsCompleted) _ = AcknowledgeAsync(tag);
    }

    protected override void Receive(in BrokerDelivery delivery)
    {
        if (Ended.IsCompleted) return;
        metrics.Consumed();
        if (OffsetOf(delivery.Properties) is not { } offset)
        {
            End(BrokerProblem.NotAStream(Server, Queue, Setting));
            return;
        }
        switch (sequence.Judge(offset))
        {
            case StreamVerdict.Take:
                HasDelivered = true;
                if (entries.TryAdd(this, Decode(offset, delivery), out var mustWake) && mustWake) wake();
                break;
            case StreamVerdict.Doubt:
                IsInDoubt = true;
                End(new(
                    RabbitMqFault.Refused, $"Offsets {sequence.Next} to {offset - 1} of stream '{Queue}' were left out; looked at again."));
                break;
            case StreamVerdict.Lost:
                End(StreamLoss.Expired(Server, Queue, sequence.Next, offset));
                break;
        }
        _attached.TrySetResult();
    }

    private StreamEntry<T> Decode(long offset, in BrokerDelivery delivery)
    {
        try
        {
            return new(offset, delivery.Tag, delivery.Body.Length, decode(new StreamMessage(Queue, offset, delivery)), null);
        }
        catch (Exception exception) when (exception is not InvariantViolationException) // users write decoders
        {
            var record = new RawRecord { Position = new(partition, offset), Value = delivery.Body.ToArray() };
            var reason = new CodecException(
                $"Message {offset} of stream '{Queue}' at {Server} is no tuple: {exception.Message} Remedy: read the stream with the " +
                "decoder its messages are for, or say by the spout's OnFailure that such messages are skipped or become dead " +
                "letters.", exception);
            return new(offset, delivery.Tag, delivery.Body.Length, default!, new(record, reason));
        }
    }

    private async Task AcknowledgeAsync(ulong tag)
    {
        try
        {
            await Channel.BasicAckAsync(tag, multiple: true).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            // the connection is lost, which the session is told by itself
        }
    }
}
