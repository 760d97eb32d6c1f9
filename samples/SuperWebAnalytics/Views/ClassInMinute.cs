using LambdaSpeed;

namespace SuperWebAnalytics.Views;

/// <summary>A class of statuses during a minute.</summary>
/// <param name="Start">The start of the minute.</param>
/// <param name="StatusClass">The first digit of the statuses.</param>
[GenerateCodec]
internal readonly record struct ClassInMinute(long Start, int StatusClass);
