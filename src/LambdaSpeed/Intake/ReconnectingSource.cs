using System.Diagnostics;
using System.Runtime.CompilerServices;
using LambdaSpeed.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed;

/// <summary>An acknowledging source that reads a server by one connection after the other: it waits for a server that is away, with growing
/// delays, and says meanwhile that it does. Derive from it for a broker of your own.</summary>
/// <remarks>
/// <para>A deriving class opens connections (<see cref="OpenAsync"/>) and says which failures waiting does not mend. What a lost connection
/// had delivered and nobody has taken is dropped with it: the server delivers it again. Delays grow until a connection has delivered
/// something, or has lasted for <see cref="ReconnectPolicy.LongestDelay"/>.</para>
/// <para>Read by one intake at a time.</para>
/// </remarks>
/// <typeparam name="TMessage">The messages.</typeparam>
[DebuggerDisplay("{Description}")]
public abstract class ReconnectingSource<TMessage> : IAcknowledgingSource<TMessage>, IConnectedSource
{
    private readonly ReconnectPolicy _policy;
    private readonly TimeProvider _clock;
    private readonly MessagingMetrics _metrics;
    private readonly ILogger _logger;
    private volatile SourceDescription _description; // replaced whole by the enumeration

    /// <summary>Creates the source; the intake's start connects.</summary>
    /// <param name="name">What is read and where.</param>
    /// <param name="metrics">Where it is counted.</param>
    /// <param name="policy">How long it waits for its server.</param>
    /// <param name="clock">The clock of the delays.</param>
    /// <param name="logger">Where connections and lost ones are reported.</param>
    /// <exception cref="ArgumentException">The policy cannot be.</exception>
    protected ReconnectingSource(string name, MessagingMetrics metrics, ReconnectPolicy policy, TimeProvider clock, ILogger logger)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(clock);
        policy.Validate();
        _metrics = metrics;
        _logger = logger;
        _policy = policy;
        _clock = clock;
        _description = new(name, SourceState.Opening, null);
    }

    /// <inheritdoc/>
    public SourceDescription Description => _description;

    /// <inheritdoc/>
    /// <exception cref="LambdaSpeedException">The server cannot be reached at the start, or waiting does not mend the failure.</exception>
    public async IAsyncEnumerable<IDelivery<TMessage>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            var session = await _policy.PatientlyAsync(ConnectAsync, FailsStart, _clock, cancellationToken).ConfigureAwait(false);
            for (var failures = 1; ; failures++)
            {
                var opened = _clock.GetTimestamp();
                await using (session.ConfigureAwait(false))
                {
                    while (!cancellationToken.IsCancellationRequested && await session.WaitAsync(cancellationToken).ConfigureAwait(false))
                    {
                        while (!cancellationToken.IsCancellationRequested && session.TryTake(out var delivery))
                        {
                            _metrics.Consumed();
                            failures = 0;
                            yield return delivery;
                        }
                    }
                }
                if (cancellationToken.IsCancellationRequested) yield break;
                if (_policy.WasOfUse(failures == 0, _clock.GetElapsedTime(opened))) failures = 1;
                var why = await session.EndedAsync().ConfigureAwait(false);
                (session, failures) = await ReopenAsync(why, failures, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _description = _description with { State = SourceState.Closed };
        }
    }

    /// <summary>Connects once, and begins to receive. Called by the enumeration, one call after the other.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LambdaSpeedException">It could not be done; any other exception ends the intake.</exception>
    protected abstract Task<ISourceSession<TMessage>> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Whether a start fails at once by this failure, as where a setting must change; else it is patient.</summary>
    /// <param name="failure">What <see cref="OpenAsync"/> has thrown.</param>
    protected abstract bool FailsStart(LambdaSpeedException failure);

    /// <summary>Whether reading, once it has begun, ends by this failure; else the source connects again, for as long as it
    /// takes.</summary>
    /// <param name="failure">Why a connection was lost or was not made.</param>
    protected virtual bool EndsReading(LambdaSpeedException failure) => false;

    /// <summary>Of what kind a failure is, for the metrics (<c>error.type</c>).</summary>
    /// <param name="failure">The failure.</param>
    protected virtual string KindOf(LambdaSpeedException failure) => failure.GetType().Name;

    /// <summary>Connects again; returns with the number of failures since a connection was of use.</summary>
    private async Task<(ISourceSession<TMessage> Session, int Failures)> ReopenAsync(
        LambdaSpeedException why, int failures, CancellationToken cancellationToken)
    {
        for (; ; failures++)
        {
            if (why is InvariantViolationException || EndsReading(why)) throw why;

            var delay = _policy.DelayAfter(failures);
            _description = _description with { State = SourceState.Retrying, Failure = why.Message };
            LogMessages.SourceLost(_logger, Description.Source, delay, failures, why.Message, why);
            await Task.Delay(delay, _clock, cancellationToken).ConfigureAwait(false);
            try
            {
                return (await ConnectAsync(cancellationToken).ConfigureAwait(false), failures);
            }
            catch (LambdaSpeedException failure) // a queue that is missing may come back with another node of its server
            {
                why = failure;
            }
        }
    }

    private async Task<ISourceSession<TMessage>> ConnectAsync(CancellationToken cancellationToken)
    {
        var session = await _metrics.ConnectAsync(() => OpenAsync(cancellationToken), KindOf, _clock).ConfigureAwait(false);
        LogMessages.SourceRead(_logger, Description.Source);
        _description = _description with { State = SourceState.Reading, Failure = null };
        return session;
    }
}
