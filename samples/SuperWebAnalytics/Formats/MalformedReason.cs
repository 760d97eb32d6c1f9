namespace SuperWebAnalytics.Formats;

/// <summary>Why a line is no request.</summary>
internal enum MalformedReason
{
    Empty,
    WrongFields,
    BadTime,
    BadStatus,
    BadBytes,
}
