using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Diagnostics;

/// <summary>All that the engine logs. Event numbers are stable.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Information, "Run of topology '{Topology}' started: {Tasks} tasks on {Workers} workers")]
    public static partial void RunStarted(ILogger logger, string topology, int tasks, int workers);

    [LoggerMessage(2, LogLevel.Information, "Run of topology '{Topology}' completed ({How})")]
    public static partial void RunCompleted(ILogger logger, string topology, string how);

    [LoggerMessage(3, LogLevel.Error, "Run of topology '{Topology}' failed")]
    public static partial void RunFailed(ILogger logger, string topology, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "Component '{Component}', task {Task}, skipped its tuple {Ordinal} after attempt {Attempts}")]
    public static partial void TupleSkipped(
        ILogger logger, string component, int task, long ordinal, int attempts, Exception exception);

    [LoggerMessage(5, LogLevel.Warning,
        "A step of task {Task} of '{Components}' took {Milliseconds} ms and held up its worker; if it blocks, give it OwnThread")]
    public static partial void SlowStep(ILogger logger, string components, int task, double milliseconds);

    [LoggerMessage(6, LogLevel.Warning, "Component '{Component}', task {Task}, failed to close")]
    public static partial void CloseFailed(ILogger logger, string component, int task, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "A store that follows view '{View}' failed; attempt {Attempt}, next in {Delay}")]
    public static partial void FollowerFailed(ILogger logger, string view, int attempt, TimeSpan delay, Exception exception);

    [LoggerMessage(8, LogLevel.Warning,
        "Component '{Component}', task {Task}, was closed, but its asynchronous sequence did not heed its cancellation within {Timeout}")]
    public static partial void SequenceLeftBehind(ILogger logger, string component, int task, TimeSpan timeout);

    [LoggerMessage(9, LogLevel.Error, "A store that follows view '{View}' is not kept up any more")]
    public static partial void FollowerGaveUp(ILogger logger, string view, Exception exception);

    [LoggerMessage(10, LogLevel.Warning, "Epoch {Epoch} could not be made durable; the spouts wait, next attempt in {Delay}")]
    public static partial void CommitFailed(ILogger logger, long epoch, TimeSpan delay, Exception exception);

    [LoggerMessage(11, LogLevel.Warning, "The snapshot of epoch {Epoch} was not written; the checkpoint log stays longer")]
    public static partial void SnapshotFailed(ILogger logger, long epoch, Exception exception);

    [LoggerMessage(12, LogLevel.Warning, "Run of topology '{Topology}' failed; it restarts from {Epoch} in {Delay} (failure {Failures})")]
    public static partial void RunRestarts(
        ILogger logger, string topology, EpochId epoch, TimeSpan delay, int failures, Exception exception);

    [LoggerMessage(13, LogLevel.Information, "Run of topology '{Topology}' goes on from {Epoch} of incarnation {Incarnation}")]
    public static partial void RunRecovered(ILogger logger, string topology, EpochId epoch, long incarnation);

    [LoggerMessage(14, LogLevel.Warning,
        "Component '{Component}', task {Task}, failed on its tuple {Ordinal}, attempt {Attempt}, and is given it again in {Delay}")]
    public static partial void TupleRetried(
        ILogger logger, string component, int task, long ordinal, int attempt, TimeSpan delay, Exception exception);

    [LoggerMessage(15, LogLevel.Warning,
        "Component '{Component}', task {Task}, made a dead letter of its tuple {Ordinal} after attempt {Attempts}")]
    public static partial void TupleDeadLettered(
        ILogger logger, string component, int task, long ordinal, int attempts, Exception exception);

    [LoggerMessage(16, LogLevel.Error,
        "A call of the store '{Store}', which follows view '{View}', has not returned {Waited} after the run ended; it is left behind")]
    public static partial void FollowerLeftBehind(ILogger logger, string view, string store, TimeSpan waited);

    [LoggerMessage(17, LogLevel.Information, "Accuracy of {Report}")]
    public static partial void Accurate(ILogger logger, object report);

    [LoggerMessage(18, LogLevel.Warning, "The error is over its limit: {Report}")]
    public static partial void Inaccurate(ILogger logger, object report);

    [LoggerMessage(19, LogLevel.Warning, "The accuracy of view '{View}' could not be told")]
    public static partial void AccuracyFailed(ILogger logger, string view, Exception exception);

    [LoggerMessage(20, LogLevel.Warning,
        "Component '{Component}' emits on its side output '{Output}', which nobody reads; it is dropped. Read it by Side, or Ignore() it")]
    public static partial void SideOutputUnread(ILogger logger, string component, string output);

    [LoggerMessage(21, LogLevel.Warning, "Store '{Store}', which follows view '{View}', has lost its content; it is replaced")]
    public static partial void FollowerLostContent(ILogger logger, string view, string store, Exception exception);
}
