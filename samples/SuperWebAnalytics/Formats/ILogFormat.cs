using SuperWebAnalytics.Requests;

namespace SuperWebAnalytics.Formats;

/// <summary>A way to write requests as lines. Safe for several tasks at once.</summary>
internal interface ILogFormat
{
    string Name { get; }

    /// <summary>Is the first line of a file no request?</summary>
    bool HasHeader { get; }

    /// <summary>Makes a request of a line.</summary>
    /// <returns>Why it cannot be done; null when <paramref name="request"/> was made.</returns>
    MalformedReason? TryParse(string line, out Request? request);
}
