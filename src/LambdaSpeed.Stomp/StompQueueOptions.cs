using System.Net.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaSpeed.Stomp;

/// <summary>Which queue of which server is taken in, and how; checked once, by <see cref="StompQueueSource"/>.</summary>
public sealed record StompQueueOptions
{
    private const int LargestBody = 1 << 30;
    private const int LargestHead = 16 << 20;

    /// <summary>The server: <c>stomp://user:password@host:61613</c>, or <c>stomp+ssl://…</c> by TLS.</summary>
    public required string Uri { get; init; }

    /// <summary>The queue, as <c>orders</c>; or a whole destination where a server has other kinds, as <c>/amq/queue/orders</c>. ActiveMQ
    /// makes it when it is missing, if the user may.</summary>
    public required string Queue { get; init; }

    /// <summary>How many messages the server sends ahead, and so how many are held in memory at most; 1 to 65,535.</summary>
    /// <value>1,000.</value>
    public int Prefetch { get; init; } = 1000;

    /// <summary>The largest body that is taken in, in bytes; 1 to 2^30. A larger one is rejected without being held in memory.</summary>
    /// <value>4 MiB.</value>
    public int MaxMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How many bytes the headers of a message may have together; 1,024 to 2^24. One with more is rejected without being held in
    /// memory, and so is one whose headers cannot be read: no UTF-8, an escape that STOMP 1.2 does not know.</summary>
    /// <value>64 KiB.</value>
    public int MaxHeaderBytes { get; init; } = 64 * 1024;

    /// <summary>What makes a message known when it is delivered again; null or empty for none, then each delivery is stored. When it
    /// throws, the message is rejected.</summary>
    /// <value>The id that the server gave it. A header that its sender sets also makes known what was sent twice.</value>
    public Func<StompMessage, string?> MessageId { get; init; } = static message => message.ServerId;

    /// <summary>How often both sides say that they are there, when they are idle; a server that is silent for twice as long is taken to be
    /// gone. 100 ms to an hour.</summary>
    /// <value>10 s.</value>
    public TimeSpan HeartBeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one attempt to connect may take, and an answer of the server; 1 ms to an hour.</summary>
    /// <value>10 s.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a start waits for a server that cannot be reached, and how long it is waited between attempts to connect. Later
    /// outages are waited for without end.</summary>
    /// <value>The defaults of <see cref="ReconnectPolicy"/>.</value>
    public ReconnectPolicy Reconnecting { get; init; } = new();

    /// <summary>Headers of the CONNECT frame beside those of the protocol, as <c>client-id</c>; <c>host</c> may be given.</summary>
    /// <value>None; <c>host</c> is that of the URI.</value>
    public IReadOnlyDictionary<string, string> ConnectHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>Headers of the SUBSCRIBE frame beside those of the protocol, as <c>selector</c>.</summary>
    /// <value>None.</value>
    public IReadOnlyDictionary<string, string> SubscribeHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>Called with the options of TLS before each handshake, for certificates of one's own. When it throws, that is waited for as
    /// for a server that cannot be reached.</summary>
    /// <value>Nothing is done: the server's certificate must be valid for the host.</value>
    public Action<SslClientAuthenticationOptions>? ConfigureTls { get; init; }

    /// <summary>What the server is, for metrics (<c>messaging.system</c>). OpenTelemetry knows <c>activemq</c>, <c>rabbitmq</c>,
    /// <c>servicebus</c>, <c>eventhubs</c> and others; a name of one's own may be given. Not empty.</summary>
    /// <value><c>activemq</c>.</value>
    public string SystemName { get; init; } = "activemq";

    /// <summary>The clock of the delays.</summary>
    /// <value><see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where lost connections and messages that cannot be taken in are reported.</summary>
    /// <value>Nowhere.</value>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The queue as the server knows it.</summary>
    internal string Destination => Queue.StartsWith('/') ? Queue : "/queue/" + Queue;

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{nameof(StompQueueOptions)} {{ Queue = {Queue}, Prefetch = {Prefetch} }}";

    /// <summary>Checks all but how long it waits, and reads the URI.</summary>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    internal StompServer Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Queue);
        ArgumentException.ThrowIfNullOrWhiteSpace(SystemName);
        if (Destination.StartsWith("/topic/", StringComparison.Ordinal)) throw new ArgumentException(
            $"{nameof(Queue)} '{Queue}' is a topic: it forgets what it sends to nobody. Remedy: have the server keep it in a queue.",
            nameof(Queue));
        InRange(Prefetch, 1, ushort.MaxValue, nameof(Prefetch));
        InRange(MaxMessageBytes, 1, LargestBody, nameof(MaxMessageBytes));
        InRange(MaxHeaderBytes, 1024, LargestHead, nameof(MaxHeaderBytes));
        InRange(HeartBeat.Ticks, TimeSpan.TicksPerMillisecond * 100, TimeSpan.TicksPerHour, nameof(HeartBeat));
        InRange(ConnectTimeout.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerHour, nameof(ConnectTimeout));
        ArgumentNullException.ThrowIfNull(MessageId);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        NotOurs(ConnectHeaders, nameof(ConnectHeaders), "accept-version", "login", "passcode", "heart-beat");
        NotOurs(SubscribeHeaders, nameof(SubscribeHeaders), "id", "destination", "ack", "receipt", "activemq.prefetchSize");
        try
        {
            return StompServer.Of(Uri);
        }
        catch (FormatException exception)
        {
            throw new ArgumentException(
                $"{nameof(StompQueueOptions)}.{nameof(Uri)} names no STOMP server: {exception.Message}.", nameof(Uri));
        }
    }

    private static void NotOurs(IReadOnlyDictionary<string, string> headers, string option, params ReadOnlySpan<string> ours)
    {
        ArgumentNullException.ThrowIfNull(headers, option);
        foreach (var name in ours)
        {
            if (headers.ContainsKey(name)) throw new ArgumentException(
                $"{nameof(StompQueueOptions)}.{option} sets '{name}', which the source says itself. Remedy: leave it out; see Uri, " +
                "Queue, Prefetch and HeartBeat.", option);
        }
    }

    private static void InRange(long value, long least, long most, string option)
    {
        if (value >= least && value <= most) return;

        throw new ArgumentOutOfRangeException(option, value, $"{nameof(StompQueueOptions)}.{option} must be from {least} to {most}.");
    }
}
