namespace LambdaSpeed.Intake;

/// <summary>A message that was sent into a <see cref="ChannelIntakeSource{TMessage}"/>, and whose sender waits.</summary>
internal sealed class ChannelDelivery<TMessage>(TMessage message, string? id, Action<ChannelDelivery<TMessage>> answered)
    : IDelivery<TMessage>
{
    private readonly TaskCompletionSource<IntakeAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string? MessageId => id;

    public TMessage Message => message;

    /// <summary>What the sender is told.</summary>
    public Task<IntakeAnswer> Answer => _answer.Task;

    public ValueTask AcknowledgeAsync(IntakeAnswer answer) => Tell(answer);

    public ValueTask RejectAsync(string reason) => Tell(IntakeAnswer.Rejected(reason));

    public void Fail(Exception exception)
    {
        _answer.TrySetException(exception);
        _ = _answer.Task.Exception; // a sender that has given up does not look
    }

    private ValueTask Tell(IntakeAnswer answer)
    {
        answered(this);
        _answer.TrySetResult(answer);
        return ValueTask.CompletedTask;
    }
}
