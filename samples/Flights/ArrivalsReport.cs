using Flights.Arrivals;
using LambdaSpeed;
using Samples.Shared;

namespace Flights;

/// <summary>Prints what each watermark took for late.</summary>
internal static class ArrivalsReport
{
    public static void Write(Arrival[] arrivals, TopologyRun run, ArrivalViews views, TimeSpan time, TextWriter output)
    {
        output.WriteLine(
            $"\nIn the order of arrival {Figures.Number(OrderOfArrival.CountBehind(arrivals))} flights come after one that left later; " +
            $"read with {views.OneSource.Count + views.Partitions.Count} watermarks in {Figures.Seconds(time)} s");
        ReportSection.Write(output, "Late for hours",
            new TextTable(">partitions", ">watermark behind by, s", ">lateness allowed, s", ">accepted", ">dropped", ">share", ">hours"),
            [
                .. views.OneSource.Select(view => Row(view, partitions: 1)),
                .. views.Partitions.Select(view => Row(view, OrderOfArrival.Partitions)),
            ]);

        string[] Row(WatermarkView view, int partitions)
        {
            var count = WatermarkCount.Of(run.View(view.Accepted), arrivals.Length);
            return
            [
                Figures.Number(partitions), Figures.Number(view.DelaySeconds), Figures.Number(view.LatenessSeconds),
                Figures.Number(count.Accepted), Figures.Number(count.Dropped), Figures.Share(count.Dropped, arrivals.Length),
                Figures.Number(count.Windows),
            ];
        }
    }
}
