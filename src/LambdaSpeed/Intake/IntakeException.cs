namespace LambdaSpeed;

/// <summary>An intake cannot go on, or has ended before it had answered a message. What was acknowledged is durable; what was not answered
/// is
/// delivered again by its source.</summary>
public sealed class IntakeException : LambdaSpeedException
{
    internal IntakeException(string intake, string message, Exception? innerException) : base(message, innerException) => Intake = intake;

    /// <summary>The intake; empty when there was none.</summary>
    public string Intake { get; }

    internal static IntakeException SourceFailed(string intake, Exception cause) => new(
        intake, $"The source of intake '{intake}' failed: {cause.Message} What was not acknowledged is delivered again. Remedy: mend the " +
        "source or its connection, then start the intake again.", cause);

    internal static IntakeException LogFailed(string intake, int deliveries, Exception cause) => new(
        intake, $"Intake '{intake}' was stopped while the log failed: {cause.Message} {deliveries} deliveries were not acknowledged and " +
        "are delivered again. Remedy: make room or mend the disk, then start the intake again.", cause);

    internal static IntakeException LogClosed(string intake, Exception cause) => new(
        intake, $"The log of intake '{intake}' was closed before the intake was stopped; what was not acknowledged is delivered " +
        "again. Remedy: stop the intake first.", cause);

    internal static IntakeException Broken(string intake, Exception cause) => new(
        intake, $"Intake '{intake}' failed: {cause.Message} What was not acknowledged is delivered again. Remedy: see the inner " +
        "exception, then start the intake again.", cause);

    internal static IntakeException Unread() => new(
        "", "The message was not taken in: the intake that read this source has ended. Remedy: look at its Completion, start another " +
        "one, and send the message again.", null);

    internal static IntakeException Unanswered() => new(
        "", "The intake ended before it had answered this message: it may be stored, or not. Remedy: send it again with the same id; a " +
        "duplicate is known.", null);
}
