using LambdaSpeed;

namespace SuperWebAnalytics.Views;

/// <summary>How many requests a watermark lets through.</summary>
/// <param name="DelaySeconds">How far the watermark stays behind the latest time.</param>
/// <param name="Accepted">The requests that were in time, by minute.</param>
internal sealed record WatermarkView(int DelaySeconds, WindowViewName<int, long> Accepted);
