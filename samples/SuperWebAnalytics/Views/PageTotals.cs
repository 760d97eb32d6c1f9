using LambdaSpeed;
using SuperWebAnalytics.Batch;

namespace SuperWebAnalytics.Views;

/// <summary>The totals, from whoever has all of them: realtime views alone, or merged with the batch layer's.</summary>
/// <param name="ViewsPerPath">Page views by path.</param>
/// <param name="BytesPerClient">Bytes by client.</param>
internal sealed record PageTotals(IViewReader<string, long> ViewsPerPath, IViewReader<string, long> BytesPerClient)
{
    public static PageTotals Of(TopologyRun run, AnalyticsViews views, BatchedViews? batched) => batched is null
        ? new(run.View(views.ViewsPerPath), run.View(views.BytesPerClient))
        : new(batched.ViewsPerPath.In(run), batched.BytesPerClient.In(run));
}
