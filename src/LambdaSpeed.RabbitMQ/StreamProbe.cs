using RabbitMQ.Client;

namespace LambdaSpeed.RabbitMQ;

/// <summary>Looks at which offsets a stream begins or ends, by reading a little of it.</summary>
internal sealed class StreamProbe(IChannel channel, string server, string stream)
    : BrokerConsumer(channel, server, stream, nameof(RabbitMqStreamOptions.Streams))
{
    private const string LastChunk = "last"; // the server's name for where the few messages begin that came last

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);       // for a message that the server says is there
    private static readonly TimeSpan _emptyPatience = TimeSpan.FromSeconds(1);  // it says none is there, and little depends on it
    private static readonly TimeSpan _countPatience = TimeSpan.FromSeconds(6);  // it counts each 5 s, from its start on: then 0 is true
    private static readonly TimeSpan _silence = TimeSpan.FromMilliseconds(200); // behind the last message

    private readonly TaskCompletionSource<long> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last; // the newest offset received; the client's thread writes it

    private long? Last => _first.Task.IsCompleted ? Volatile.Read(ref _last) : null;

    /// <summary>The offset that reading from somewhere begins at.</summary>
    /// <exception cref="RabbitMqException">It cannot be told, as where the server is slow.</exception>
    public static async Task<long> StartAsync(
        Broker broker, IConnection connection, string stream, StreamStart from, TimeProvider clock, CancellationToken cancellationToken)
    {
        var probe = await OpenAsync(broker, connection, prefetch: 1, stream, cancellationToken).ConfigureAwait(false);
        await using (probe.Channel.ConfigureAwait(false))
        {
            TimeSpan? patience = from.Floor is null ? _countPatience : null; // else little depends on it
            if (from.IsBehindAll) await probe.ConsumeAsync(from.Specification, cancellationToken).ConfigureAwait(false);
            else if (await probe.FirstAsync(from.Specification, patience, clock, cancellationToken).ConfigureAwait(false) is { } first)
            {
                return first;
            }
            if (from.Floor is { } floor) return floor;

            return await EndAsync(broker, connection, stream, probe, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The offset behind the last message there is; 0 when there is none.</summary>
    /// <exception cref="RabbitMqException">It cannot be told, as where the server is slow.</exception>
    public static async Task<long> EndAsync(
        Broker broker, IConnection connection, string stream, TimeProvider clock, CancellationToken cancellationToken)
    {
        var newer = await OpenAsync(broker, connection, prefetch: 1, stream, cancellationToken).ConfigureAwait(false);
        await using (newer.Channel.ConfigureAwait(false))
        {
            await newer.ConsumeAsync(StreamStart.Latest.Specification, cancellationToken).ConfigureAwait(false);
            return await EndAsync(broker, connection, stream, newer, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the last chunk until nothing more comes, or until a message comes that is newer than all there were: it ends however
    /// fast messages come.</summary>
    /// <remarks>Silence alone proves nothing, since a server may be slow. Behind the last message, both channels are asked something that
    /// they answer after what they have to deliver. Where no message comes at all, the server must have counted none, too.</remarks>
    private static async Task<long> EndAsync(
        Broker broker, IConnection connection, string stream, StreamProbe newer, TimeProvider clock, CancellationToken cancellationToken)
    {
        var probe = await OpenAsync(broker, connection, ushort.MaxValue, stream, cancellationToken).ConfigureAwait(false);
        await using (probe.Channel.ConfigureAwait(false))
        {
            var last = await probe.FirstAsync(LastChunk, _countPatience, clock, cancellationToken).ConfigureAwait(false);
            while (!newer._first.Task.IsCompleted)
            {
                await newer.CountAsync(cancellationToken).ConfigureAwait(false);
                var count = await probe.CountAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(_silence, clock, cancellationToken).ConfigureAwait(false);
                if (newer.Ended.IsCompleted) throw await newer.Ended.ConfigureAwait(false);
                if (probe.Ended.IsCompleted) throw await probe.Ended.ConfigureAwait(false);
                if (newer._first.Task.IsCompleted) break;
                var before = last;
                last = probe.Last;
                if (last != before) continue;
                if (last is not null || count == 0) return (last + 1) ?? 0;
                throw BrokerProblem.Silent(broker.Name, stream, count, _countPatience);
            }
            return await newer._first.Task.ConfigureAwait(false);
        }
    }

    protected override void Receive(in BrokerDelivery delivery)
    {
        if (OffsetOf(delivery.Properties) is not { } offset)
        {
            End(BrokerProblem.NotAStream(Server, Queue, Setting));
            return;
        }
        Volatile.Write(ref _last, offset);
        _first.TrySetResult(offset);
    }

    private static async Task<StreamProbe> OpenAsync(
        Broker broker, IConnection connection, int prefetch, string stream, CancellationToken cancellationToken)
    {
        try
        {
            var channel = await Broker.OpenChannelAsync(connection, prefetch, cancellationToken).ConfigureAwait(false);
            return new StreamProbe(channel, broker.Name, stream);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw BrokerProblem.OfQueue(broker.Name, stream, nameof(RabbitMqStreamOptions.Streams), exception);
        }
    }

    /// <summary>The first message from somewhere on; null when none has come for a while.</summary>
    private async Task<long?> FirstAsync(object from, TimeSpan? patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        await ConsumeAsync(from, cancellationToken).ConfigureAwait(false);
        var count = await CountAsync(cancellationToken).ConfigureAwait(false); // answered when the place was found, which may take long
        var wait = Task.Delay(patience ?? (count > 0 ? _patience : _emptyPatience), clock, cancellationToken);
        await Task.WhenAny(_first.Task, Ended, wait).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (Ended.IsCompleted) throw await Ended.ConfigureAwait(false);
        return _first.Task.IsCompleted ? await _first.Task.ConfigureAwait(false) : null;
    }

    /// <summary>How many messages the server has counted. The channel answers behind what it has to deliver.</summary>
    private async Task<uint> CountAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await Channel.QueueDeclarePassiveAsync(Queue, cancellationToken).ConfigureAwait(false)).MessageCount;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw BrokerProblem.OfQueue(Server, Queue, Setting, exception);
        }
    }
}
