using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Diagnostics;

/// <content>What an intake logs: events 60 to 69.</content>
internal static partial class LogMessages
{
    [LoggerMessage(60, LogLevel.Information, "Intake '{Intake}' started; {Known} messages of earlier deliveries are known")]
    public static partial void IntakeStarted(ILogger logger, string intake, int known);

    [LoggerMessage(61, LogLevel.Information, "Intake '{Intake}' ended ({How})")]
    public static partial void IntakeEnded(ILogger logger, string intake, string how);

    [LoggerMessage(62, LogLevel.Error, "Intake '{Intake}' failed")]
    public static partial void IntakeFailed(ILogger logger, string intake, Exception exception);

    [LoggerMessage(63, LogLevel.Information, "Intake '{Intake}' rejected message '{MessageId}': {Reason}")]
    public static partial void MessageRejected(ILogger logger, string intake, string? messageId, string reason);

    [LoggerMessage(64, LogLevel.Warning,
        "Intake '{Intake}' could not store {Deliveries} deliveries (failure {Failures}); nothing is acknowledged, next attempt in {Delay}")]
    public static partial void IntakeDelayed(
        ILogger logger, string intake, int deliveries, int failures, TimeSpan delay, Exception exception);

    [LoggerMessage(65, LogLevel.Warning,
        "The source of intake '{Intake}' failed on the answer for message '{MessageId}'; it is expected to deliver it again")]
    public static partial void AnswerFailed(ILogger logger, string intake, string? messageId, Exception exception);

    [LoggerMessage(66, LogLevel.Warning, "'{Source}' cannot be read, next attempt in {Delay} (failure {Failures}): {Why}")]
    public static partial void SourceLost(ILogger logger, string source, TimeSpan delay, int failures, string why, Exception exception);

    [LoggerMessage(67, LogLevel.Information, "'{Source}' is read")]
    public static partial void SourceRead(ILogger logger, string source);
}
