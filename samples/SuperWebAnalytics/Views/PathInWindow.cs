using LambdaSpeed;

namespace SuperWebAnalytics.Views;

/// <summary>A page during an hour or a day.</summary>
/// <param name="Start">The start of the hour or day.</param>
/// <param name="Path">The page.</param>
[GenerateCodec]
internal readonly record struct PathInWindow(long Start, string Path);
