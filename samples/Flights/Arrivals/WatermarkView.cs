using LambdaSpeed;

namespace Flights.Arrivals;

/// <summary>How many flights a watermark lets through.</summary>
/// <param name="DelaySeconds">How far the watermark stays behind the latest departure.</param>
/// <param name="LatenessSeconds">How long a window accepts flights after the watermark has passed its end.</param>
/// <param name="Accepted">The flights that were in time, by hour.</param>
internal sealed record WatermarkView(int DelaySeconds, int LatenessSeconds, WindowViewName<int, long> Accepted);
