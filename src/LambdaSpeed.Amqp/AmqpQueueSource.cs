using System.Diagnostics;
using Amqp;

namespace LambdaSpeed.Amqp;

/// <summary>A queue of an AMQP 1.0 server, to be taken in by a <see cref="LogIntake"/>: each message is accepted when it is durable in the
/// log.</summary>
/// <remarks>
/// <para>Messages are answered one by one, in any order. A rejected one gets the outcome <c>rejected</c>: the server dead-letters or drops
/// it, as the queue says. A lost connection is made again with growing delays; what was not accepted comes again, and is known by its
/// id.</para>
/// <para>Replay: none; that is the log's. Read by one intake at a time; several sources may share a queue.</para>
/// </remarks>
[DebuggerDisplay("{_options.Queue}")]
public sealed class AmqpQueueSource : ReconnectingSource<AmqpMessage>
{
    private readonly AmqpQueueOptions _options;
    private readonly Address _address;

    /// <summary>Creates the source; the intake's start connects, and fails by a <see cref="AmqpSourceException"/>.</summary>
    /// <param name="options">The server and the queue.</param>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    public AmqpQueueSource(AmqpQueueOptions options) : this(options, AddressOf(options))
    {
    }

    private AmqpQueueSource(AmqpQueueOptions options, Address address)
        : base($"amqp {NameOf(address)} {options.Queue}", new(options.SystemName, options.Queue), options.Reconnecting,
            options.TimeProvider, options.LoggerFactory.CreateLogger("LambdaSpeed.Amqp"))
    {
        _options = options;
        _address = address;
    }

    /// <inheritdoc/>
    protected override async Task<ISourceSession<AmqpMessage>> OpenAsync(CancellationToken cancellationToken) =>
        await AmqpQueueSession.OpenAsync(NameOf(_address), _address, _options, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override bool FailsStart(LambdaSpeedException failure) => failure is AmqpSourceException { IsLasting: true };

    /// <inheritdoc/>
    protected override string KindOf(LambdaSpeedException failure) =>
        failure is AmqpSourceException known ? known.Fault.ToString() : base.KindOf(failure);

    private static Address AddressOf(AmqpQueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Validate();
    }

    private static string NameOf(Address address) => $"{address.Host}:{address.Port}";
}
