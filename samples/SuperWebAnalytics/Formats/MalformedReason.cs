using LambdaSpeed;
using SuperWebAnalytics.Formats;

[assembly: GenerateCodec(typeof(MalformedReason))] // it is the key of a view; without this, a native program has no codec for it

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
