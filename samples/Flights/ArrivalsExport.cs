using Flights.Arrivals;
using LambdaSpeed;
using Samples.Shared;

namespace Flights;

/// <summary>Writes the views over flights in the order of their arrival as canonical CSV.</summary>
internal static class ArrivalsExport
{
    public static void Write(string folder, long flights, TopologyRun run, ArrivalViews views)
    {
        CsvResult.Write(folder, "f8_watermark_1h_windows", ["delay_s", "lateness_s", "accepted", "dropped", "windows"],
            views.OneSource.Select(view => Row(view, CsvFile.Text(view.DelaySeconds), CsvFile.Text(view.LatenessSeconds))));
        CsvResult.Write(folder, "f8_watermark_4_partitions_1h_windows", ["delay_s", "accepted", "dropped", "windows"],
            views.Partitions.Select(view => Row(view, CsvFile.Text(view.DelaySeconds))));
        CsvResult.Write(folder, "f8_watermark_delay3600_accepted_per_hour", ["hour_start", "accepted"],
            run.View(views.HourBehind.Accepted).All().OrderBy(hour => hour.Start).Select(hour => new ExportRow(
                hour.Value, [CsvFile.Text(hour.Start.ToUnixTimeSeconds()), CsvFile.Text(hour.Value)])));

        ExportRow Row(WatermarkView view, params string[] parameters)
        {
            var count = WatermarkCount.Of(run.View(view.Accepted), flights);
            return new(count.Windows,
                [.. parameters, CsvFile.Text(count.Accepted), CsvFile.Text(count.Dropped), CsvFile.Text(count.Windows)]);
        }
    }
}
