using System.Diagnostics.CodeAnalysis;

namespace LambdaSpeed.Testing;

/// <summary>A connection of a source that connects again, which is lost as a test orders. For authors of a
/// <see cref="ReconnectingSource{TMessage}"/>, who wrap in it what their <c>OpenAsync</c> has made; openings fail by a
/// <see cref="FaultPlan"/> of their own (<see cref="FaultPlan.InjectAsync"/>).</summary>
/// <remarks>Used as the session within. Plans may be shared by many sessions, one after the other or beside each other.</remarks>
/// <typeparam name="TMessage">The messages.</typeparam>
public sealed class FlakySession<TMessage> : ISourceSession<TMessage>
{
    private readonly ISourceSession<TMessage> _inner;
    private readonly TaskCompletionSource<LambdaSpeedException> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FlakyConnection? _connection; // made with the first delivery, when the plans are known
    private IDelivery<TMessage>? _again;  // comes once more

    /// <summary>Creates the session.</summary>
    /// <param name="inner">The connection; disposed with this one.</param>
    public FlakySession(ISourceSession<TMessage> inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
    }

    /// <summary>Which deliveries fail: instead of it the connection is lost; by <see cref="InjectedFault.After"/> it comes twice.</summary>
    /// <value>None.</value>
    public FaultPlan Deliveries { get; init; } = FaultPlan.Never();

    /// <summary>Which answers fail, with an <see cref="InjectedFaultException"/> or a time-out.</summary>
    /// <value>None.</value>
    public FaultPlan Answers { get; init; } = FaultPlan.Never();

    /// <inheritdoc/>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (_lost.Task.IsCompleted) return new(false);
        return _again is not null ? new(true) : _inner.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public bool TryTake([NotNullWhen(true)] out IDelivery<TMessage>? delivery)
    {
        (delivery, _again) = (_again, null);
        if (_lost.Task.IsCompleted) delivery = null;
        else if (delivery is null && _inner.TryTake(out var taken)) delivery = Deliver(taken);
        return delivery is not null;
    }

    /// <inheritdoc/>
    public async Task<LambdaSpeedException> EndedAsync() =>
        await (await Task.WhenAny(_lost.Task, _inner.EndedAsync()).ConfigureAwait(false)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.LoseAsync().ConfigureAwait(false);
        await _inner.DisposeAsync().ConfigureAwait(false);
    }

    private FlakyDelivery<TMessage>? Deliver(IDelivery<TMessage> taken)
    {
        var call = Deliveries.Begin("delivery");
        if (call.FailsBefore)
        {
            _lost.TrySetResult(new InjectedFaultException($"the connection was lost: {call.Failure.Message}"));
            return null;
        }
        var delivery = new FlakyDelivery<TMessage>(taken, _connection ??= new(Answers));
        if (call.FailsAfter) _again = delivery.Twin();
        return delivery;
    }
}
