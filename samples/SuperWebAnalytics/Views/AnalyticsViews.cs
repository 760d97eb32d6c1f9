using LambdaSpeed;
using SuperWebAnalytics.Formats;

namespace SuperWebAnalytics.Views;

/// <summary>The names of the topology's views.</summary>
internal sealed record AnalyticsViews(
    ViewName<PathInWindow, long> ViewsPerPathAndHour,
    ViewName<PathInWindow, long> ClientsPerPathAndHour,
    ViewName<PathInWindow, long> ClientsPerPathAndDay,
    ViewName<long, long> ClientsPerHour,
    ViewName<ClassInMinute, (long Requests, long Bytes)> TrafficPerClassAndMinute,
    ViewName<string, long> ViewsPerPath,
    ViewName<string, long> BytesPerClient,
    ViewName<MalformedReason, long> MalformedPerReason,
    ViewName<LinePlace, MalformedLine?> DeadLetters);
