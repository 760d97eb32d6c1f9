using SuperWebAnalytics.Formats;

namespace SuperWebAnalytics.Requests;

/// <summary>A line that no request could be made of.</summary>
internal sealed record DeadLetter(LogLine Line, MalformedReason Reason);
