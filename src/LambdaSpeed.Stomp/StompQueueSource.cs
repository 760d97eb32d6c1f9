using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Stomp;

/// <summary>A queue of a STOMP 1.2 server, ActiveMQ Classic before all, to be taken in by a <see cref="LogIntake"/>: each message is
/// acknowledged when it is durable in the log.</summary>
/// <remarks>
/// <para>Messages are answered one by one, in any order. A rejected one is refused (<c>NACK</c>): ActiveMQ puts it into its dead-letter
/// queue at once; one that was sent as not persistent it drops, unless its policy says otherwise. A lost connection is made again with
/// growing delays; what was not acknowledged comes again, and is known by its id.</para>
/// <para>Replay: none; that is the log's. Read by one intake at a time; several sources may share a queue.</para>
/// </remarks>
[DebuggerDisplay("{_options.Queue}")]
public sealed class StompQueueSource : ReconnectingSource<StompMessage>
{
    private readonly StompQueueOptions _options;
    private readonly StompServer _server;
    private readonly ILogger _logger;

    /// <summary>Creates the source; the intake's start connects, and fails by a <see cref="StompException"/>.</summary>
    /// <param name="options">The server and the queue.</param>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    public StompQueueSource(StompQueueOptions options) : this(options, ServerOf(options))
    {
    }

    private StompQueueSource(StompQueueOptions options, StompServer server)
        : base($"stomp {server} {options.Queue}", new(options.SystemName, options.Queue), options.Reconnecting,
            options.TimeProvider, options.LoggerFactory.CreateLogger("LambdaSpeed.Stomp"))
    {
        _options = options;
        _server = server;
        _logger = options.LoggerFactory.CreateLogger("LambdaSpeed.Stomp");
    }

    /// <inheritdoc/>
    protected override async Task<ISourceSession<StompMessage>> OpenAsync(CancellationToken cancellationToken) =>
        await StompQueueSession.OpenAsync(_server, _options, _logger, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override bool FailsStart(LambdaSpeedException failure) => failure is StompException { IsLasting: true };

    /// <inheritdoc/>
    protected override bool EndsReading(LambdaSpeedException failure) =>
        failure is StompException { Fault: StompFault.PrefetchIgnored };

    /// <inheritdoc/>
    protected override string KindOf(LambdaSpeedException failure) =>
        failure is StompException known ? known.Fault.ToString() : base.KindOf(failure);

    private static StompServer ServerOf(StompQueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Validate();
    }
}
