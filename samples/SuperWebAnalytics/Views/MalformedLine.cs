using LambdaSpeed;
using SuperWebAnalytics.Formats;

namespace SuperWebAnalytics.Views;

/// <summary>A line that no request could be made of, as it is kept to be looked at.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Text">The line.</param>
[GenerateCodec]
internal readonly record struct MalformedLine(MalformedReason Reason, string Text);
