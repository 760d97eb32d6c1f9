using LambdaSpeed;
using SuperWebAnalytics.Formats;

namespace SuperWebAnalytics.Views;

/// <summary>The names of the topology's views.</summary>
internal sealed record AnalyticsViews(
    WindowViewName<string, long> ViewsPerPathAndHour,
    WindowViewName<string, long> ClientsPerPathAndHour,
    WindowViewName<string, long> ClientsPerPathAndDay,
    WindowViewName<int, (long Exact, long Approximate)> ClientsPerHour,
    WindowViewName<int, (long Exact, long Approximate)> ClientsPerDay,
    WindowViewName<string, long> Visits,
    WindowViewName<int, (long Requests, long Bytes)> TrafficPerClassAndMinute,
    WindowViewName<int, long> RequestsPerTenMinutes,
    WindowViewName<string, long> Sessions,
    ViewName<string, long> ViewsPerPath,
    ViewName<string, long> BytesPerClient,
    IReadOnlyList<WatermarkView> Watermarks,
    ViewName<MalformedReason, long> MalformedPerReason,
    ViewName<LinePlace, MalformedLine?> DeadLetters);
