namespace LambdaSpeed;

/// <summary>A source that keeps each message until it is told what became of it: a message broker, a web endpoint, a mailbox.</summary>
/// <remarks>
/// <para>It has no positions that could be read again, so a topology does not read it itself: a <see cref="LogIntake"/> takes its messages
/// into a <see cref="ReplayLog"/> and answers each when it is durable.</para>
/// <para>Contract. Deliveries come in the source's order, one call of <c>MoveNextAsync</c> after the other, on any thread. Further ones are
/// asked for while earlier ones wait for their answers; a source bounds how many by itself (a broker's prefetch). The enumeration ends
/// when there will be nothing more, and soon after the token is cancelled, by its end or by an
/// <see cref="OperationCanceledException"/>. Any other exception ends the intake, so a source that can connect again does so
/// itself.</para>
/// <para>Redelivery: what was not answered when the enumerator is disposed (after the answers, never during one), or when the process
/// dies, is delivered again by a later enumeration, with the same id, perhaps more than once; or whoever sent it learns that its fate is
/// unknown, and may send it again. What was acknowledged or rejected may come again, too, when the answer was lost.</para>
/// </remarks>
/// <typeparam name="TMessage">The messages.</typeparam>
public interface IAcknowledgingSource<TMessage>
{
    /// <summary>Begins to deliver. Called again after the enumeration before it was disposed, never beside it.</summary>
    /// <param name="cancellationToken">Ends the deliveries.</param>
    IAsyncEnumerable<IDelivery<TMessage>> ReadAsync(CancellationToken cancellationToken);
}
