using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Stomp;

/// <summary>What the source logs: events 220 to 229.</summary>
internal static class StompLog
{
    private static readonly Action<ILogger, string?, string, string, Exception?> _notTaken = LoggerMessage.Define<string?, string, string>(
        LogLevel.Warning, new EventId(222, nameof(NotTaken)),
        "Message {Id} of '{Queue}' is rejected: {Problem}. Remedy: take it from the server's dead-letter queue; see MaxMessageBytes and " +
        "MaxHeaderBytes");

    public static void NotTaken(ILogger logger, string? id, string queue, string problem) => _notTaken(logger, id, queue, problem, null);
}
