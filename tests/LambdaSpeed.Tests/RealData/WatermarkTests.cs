using System.Globalization;
using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>What watermarks make late, against simulations row by row: one source, whose watermarks travel with the tuples.</summary>
public sealed class WatermarkTests(KeptRows kept) : IClassFixture<KeptRows>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static TheoryData<int, Crash> Shapes => TheoryDataShapes.All;

    public static TheoryData<int, Crash> FewShapes => TheoryDataShapes.Few;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task OfRequests(int tasks, Crash crash)
    {
        var data = new DataSet(Request.Set);
        var rows = Arrival.OfRequests(data);
        var cases = new WatermarkCases(TimeSpan.FromMinutes(1), Second, [0, 60, 600, 3600], [0]);
        Dictionary<(long, long), WindowViewName<int, long>> views = [];
        await using var run = await WindowedRun.OfAsync(rows, crash, (_, stream) => views = cases.AddTo(stream, tasks));

        data.AssertEqual("a8_watermark_1min_windows", "delay_s,accepted,dropped,windows", cases.Rows(run, views, rows.Count, crash));
    }

    [Theory]
    [MemberData(nameof(FewShapes))]
    public async Task OfChanges(int tasks, Crash crash)
    {
        var data = new DataSet(Change.Set);
        var rows = Arrival.OfChanges(data);
        var all = new WatermarkCases(Day, Day, [0, 1, 7, 30, 365], [0, 7]);
        var partitions = all with { Latenesses = [0], HasPartitions = true };
        Dictionary<(long, long), WindowViewName<int, long>> ofAll = [], ofPartitions = [];
        await using var run = await WindowedRun.OfAsync(rows, crash, (_, stream) =>
            (ofAll, ofPartitions) = (all.AddTo(stream, tasks), partitions.AddTo(stream, tasks)));

        data.AssertEqual("c5_watermark_1day_windows", "delay_days,lateness_days,accepted,dropped,windows", all.Rows(run, ofAll, rows.Count, crash));
        data.AssertEqual("c5_watermark_delay7_accepted_per_day", "day_start,accepted", WatermarkCases.Accepted(run, ofAll[(7, 0)]));
        data.AssertEqual("c5_watermark_4_partitions_1day_windows", "delay_days,accepted,dropped,windows",
            partitions.Rows(run, ofPartitions, rows.Count, crash));
    }

    [Theory]
    [MemberData(nameof(FewShapes))]
    public async Task OfFlights(int tasks, Crash crash)
    {
        var data = new DataSet(Flight.Set);
        var (rows, rowsOfTheFile) = Arrival.OfFlights(kept.Of(Flight.ReadAll, data));
        var all = new WatermarkCases(TimeSpan.FromHours(1), Second, [0, 900, 3600, 10_800, 43_200], [0, 3600]);
        var partitions = all with { Latenesses = [0], HasPartitions = true };
        Dictionary<(long, long), WindowViewName<int, long>> ofAll = [], ofPartitions = [];
        ViewName<int, long> behind = default;
        await using var run = await WindowedRun.OfAsync(rows, crash, (_, stream) =>
        {
            (ofAll, ofPartitions) = (all.AddTo(stream, tasks), partitions.AddTo(stream, tasks));
            behind = RunningMax.CountBehind(stream, row => row.Time);
        });

        data.AssertEqual("f8_watermark_1h_windows", "delay_s,lateness_s,accepted,dropped,windows", all.Rows(run, ofAll, rows.Count, crash));
        data.AssertEqual("f8_watermark_delay3600_accepted_per_hour", "hour_start,accepted", WatermarkCases.Accepted(run, ofAll[(3600, 0)]));
        data.AssertEqual("f8_watermark_4_partitions_1h_windows", "delay_s,accepted,dropped,windows",
            partitions.Rows(run, ofPartitions, rows.Count, crash));
        data.AssertNumbers("f8_arrival_order", new
        {
            rows_behind_the_running_max_dep_time = run.View(behind).Get(0),
            sha256_of_arrival_order_row_numbers = CanonicalCsv.HashOf(
                string.Concat(rowsOfTheFile.Select(row => row.ToString(CultureInfo.InvariantCulture) + "\n"))),
        });
    }
}
