using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Diagnostics;

/// <content>What a publication directory logs: events 90 to 99.</content>
internal static partial class LogMessages
{
    [LoggerMessage(90, LogLevel.Information, "Publication '{Publication}' of view '{View}' is durable at the {Cut}")]
    public static partial void Published(ILogger logger, string publication, string view, object cut);

    [LoggerMessage(91, LogLevel.Warning, "Publication '{Publication}' of view '{View}' is refused: {Reason}")]
    public static partial void PublicationRefused(ILogger logger, string publication, string? view, string reason);

    [LoggerMessage(92, LogLevel.Warning, "Publication directory '{Directory}' could not be dealt with; it is tried again within {Delay}")]
    public static partial void PublicationsFailed(ILogger logger, string directory, TimeSpan delay, Exception exception);

    [LoggerMessage(93, LogLevel.Warning, "The file system does not tell of '{Directory}'; it is looked into every {Interval}")]
    public static partial void WatchingByPolling(ILogger logger, string directory, TimeSpan interval, Exception exception);
}
