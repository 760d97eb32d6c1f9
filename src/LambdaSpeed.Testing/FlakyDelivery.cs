namespace LambdaSpeed.Testing;

/// <summary>A delivery whose answer may fail. A twin is the same message, delivered once more: of the two one answer goes
/// through.</summary>
/// <param name="inner">The delivery.</param>
/// <param name="connection">By which it came.</param>
internal sealed class FlakyDelivery<TMessage>(IDelivery<TMessage> inner, FlakyConnection connection) : IDelivery<TMessage>
{
    private int _answered; // 1 once an answer has gone through

    public string? MessageId => inner.MessageId;

    public TMessage Message => inner.Message;

    /// <summary>The same once more.</summary>
    public IDelivery<TMessage> Twin() => new Again(this);

    public ValueTask AcknowledgeAsync(IntakeAnswer answer) => AnswerAsync(() => inner.AcknowledgeAsync(answer));

    public ValueTask RejectAsync(string reason) => AnswerAsync(() => inner.RejectAsync(reason));

    private ValueTask AnswerAsync(Func<ValueTask> answer) => connection.AnswerAsync(
        () => Interlocked.Exchange(ref _answered, 1) == 0 ? answer() : ValueTask.CompletedTask);

    private sealed class Again(FlakyDelivery<TMessage> first) : IDelivery<TMessage>
    {
        public string? MessageId => first.MessageId;

        public TMessage Message => first.Message;

        public ValueTask AcknowledgeAsync(IntakeAnswer answer) => first.AcknowledgeAsync(answer);

        public ValueTask RejectAsync(string reason) => first.RejectAsync(reason);
    }
}
