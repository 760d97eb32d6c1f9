using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Diagnostics;

/// <content>Calls of async bolts.</content>
internal static partial class LogMessages
{
    [LoggerMessage(80, LogLevel.Warning,
        "Component '{Component}', task {Task}, waits no longer for its calls, as the run stops: {Tuples} tuples are left. They are part " +
        "of the last checkpoint, and the next start calls for them again; without checkpoints they are lost")]
    public static partial void CallsGivenUp(ILogger logger, string component, int task, int tuples);

    [LoggerMessage(81, LogLevel.Warning,
        "Component '{Component}', task {Task}, was closed, but some of its calls did not heed their cancellation within {Timeout}")]
    public static partial void CallsLeftBehind(ILogger logger, string component, int task, TimeSpan timeout);
}
