using System.Runtime.CompilerServices;

namespace LambdaSpeed.Testing;

/// <summary>A source whose answers are looked at, and lost when a test orders it.</summary>
/// <param name="inner">The source.</param>
/// <param name="answered">Is asked before an acknowledgement reaches the source: whether it does.</param>
internal sealed class AnswerWatch<TMessage>(IAcknowledgingSource<TMessage> inner, Func<IDelivery<TMessage>, IntakeAnswer, bool> answered)
    : IAcknowledgingSource<TMessage>
{
    public async IAsyncEnumerable<IDelivery<TMessage>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var delivery in inner.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new Watched(delivery, answered);
        }
    }

    private sealed class Watched(IDelivery<TMessage> delivery, Func<IDelivery<TMessage>, IntakeAnswer, bool> answered)
        : IDelivery<TMessage>
    {
        public string? MessageId => delivery.MessageId;

        public TMessage Message => delivery.Message;

        public ValueTask AcknowledgeAsync(IntakeAnswer answer) =>
            answered(delivery, answer) ? delivery.AcknowledgeAsync(answer) : ValueTask.CompletedTask;

        public ValueTask RejectAsync(string reason) => delivery.RejectAsync(reason);
    }
}
