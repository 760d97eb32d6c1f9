using System.Diagnostics.CodeAnalysis;

namespace LambdaSpeed;

/// <summary>One connection of a <see cref="ReconnectingSource{TMessage}"/>: holds what was delivered by it.</summary>
/// <remarks>Used by one enumeration, one call after the other; deliveries are answered meanwhile, by other threads. Disposed once, when the
/// connection is lost or the enumeration ends: then it has the answers that were given reach the server as far as it can, and leaves, and
/// never throws.</remarks>
/// <typeparam name="TMessage">The messages.</typeparam>
public interface ISourceSession<TMessage> : IAsyncDisposable
{
    /// <summary>Waits until a delivery is there; false when the connection is lost.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<bool> WaitAsync(CancellationToken cancellationToken);

    /// <summary>Takes a delivery that is there; none of a connection that is lost, since it comes again.</summary>
    /// <param name="delivery">The delivery.</param>
    bool TryTake([NotNullWhen(true)] out IDelivery<TMessage>? delivery);

    /// <summary>Waits until the connection is lost, and says why.</summary>
    Task<LambdaSpeedException> EndedAsync();
}
