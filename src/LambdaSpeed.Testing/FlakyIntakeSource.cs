using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.Testing;

/// <summary>A source of an intake that loses connections and answers, as a test orders: as a broker behind a network does.</summary>
/// <remarks>
/// <para>Each enumeration of the source within is a connection. One that is lost takes along what it had delivered and nobody has answered:
/// such answers fail, the next connection delivers it again as far as the source within redelivers, and the intake knows it by its id. A
/// lost connection is made again at once; an opening that fails before any has succeeded ends the enumeration, and so the
/// intake.</para>
/// <para>Read by one intake at a time, as the source within; answers may come by any thread. For sources that are made of sessions
/// (<see cref="ReconnectingSource{TMessage}"/>) there is <see cref="FlakySession{TMessage}"/>, too.</para>
/// </remarks>
/// <typeparam name="TMessage">The messages.</typeparam>
[DebuggerDisplay("{Description}")]
public sealed class FlakyIntakeSource<TMessage> : IAcknowledgingSource<TMessage>, IConnectedSource
{
    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(1); // between two openings

    private readonly IAcknowledgingSource<TMessage> _inner;
    private volatile SourceDescription _description; // replaced whole by the enumeration

    /// <summary>Creates the source.</summary>
    /// <param name="inner">Where the messages come from.</param>
    public FlakyIntakeSource(IAcknowledgingSource<TMessage> inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _description = new($"flaky {inner.GetType().Name}", SourceState.Opening, null);
    }

    /// <summary>Which openings of a connection fail, with an <see cref="InjectedFaultException"/> or a time-out.</summary>
    /// <value>None.</value>
    public FaultPlan Opens { get; init; } = FaultPlan.Never();

    /// <summary>Which deliveries fail: instead of it the connection is lost; by <see cref="InjectedFault.After"/> it comes twice, one after
    /// the other, and a message without an id is stored twice then.</summary>
    /// <value>None.</value>
    public FaultPlan Deliveries { get; init; } = FaultPlan.Never();

    /// <summary>Which answers fail, acknowledgements and rejections alike, with an <see cref="InjectedFaultException"/> or a
    /// time-out.</summary>
    /// <value>None.</value>
    public FaultPlan Answers { get; init; } = FaultPlan.Never();

    /// <inheritdoc/>
    public SourceDescription Description => (_inner as IConnectedSource)?.Description ?? _description;

    /// <inheritdoc/>
    /// <exception cref="InjectedFaultException">The first opening was to fail.</exception>
    /// <exception cref="TaskCanceledException">It was to fail by a time-out.</exception>
    public async IAsyncEnumerable<IDelivery<TMessage>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var hasRead = false; ; hasRead = true)
            {
                await OpenAsync(isAgain: hasRead, cancellationToken).ConfigureAwait(false);
                var connection = new FlakyConnection(Answers);
                var deliveries = _inner.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
                try
                {
                    while (true)
                    {
                        if (!await deliveries.MoveNextAsync().ConfigureAwait(false)) yield break;
                        var call = Deliveries.Begin("delivery");
                        if (call.FailsBefore)
                        {
                            Say(SourceState.Retrying, call.Failure.Message);
                            break;
                        }
                        var delivery = new FlakyDelivery<TMessage>(deliveries.Current, connection);
                        yield return delivery;
                        if (call.FailsAfter && !cancellationToken.IsCancellationRequested) yield return delivery.Twin();
                    }
                }
                finally
                {
                    await connection.LoseAsync().ConfigureAwait(false); // a source is not left during an answer
                    await deliveries.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
        finally
        {
            Say(SourceState.Closed, null);
        }
    }

    /// <summary>Returns when a connection may be made; throws when the first one may not.</summary>
    private async Task OpenAsync(bool isAgain, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await Opens.InjectAsync("opening", () => ValueTask.CompletedTask).ConfigureAwait(false);
                Say(SourceState.Reading, null);
                return;
            }
            catch (Exception failure) when (isAgain && failure is InjectedFaultException or TaskCanceledException)
            {
                Say(SourceState.Retrying, failure.Message);
            }
            await Task.Delay(_delay, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Say(SourceState state, string? failure) => _description = _description with { State = state, Failure = failure };
}
