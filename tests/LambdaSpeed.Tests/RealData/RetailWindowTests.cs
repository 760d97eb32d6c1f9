using System.Globalization;
using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>The order lines of a web shop: money, visits, top products by day.</summary>
public sealed class RetailWindowTests
{
    private readonly DataSet _data = new("online-retail");

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(4, true)]
    public async Task EveryResult(int tasks, bool fails)
    {
        WindowViewName<string, long> lines = default, customersOfCode = default, visits = default, quantities = default;
        WindowViewName<int, long> customers = default, hopping = default;
        WindowViewName<string, (long Lines, long Quantity, decimal Amount)> classes = default, countries = default;
        await using var run = await WindowedRun.OfAsync(Read(), fails, (_, stream) =>
        {
            var rows = stream.WithEventTime(row => row.Time, WatermarkStrategy.Ascending());
            var known = rows.Where(row => row.Customer.Length > 0);
            var (hour, day) = (Window.Tumbling(TimeSpan.FromHours(1)), Window.Calendar(CalendarUnit.Day));
            lines = rows.GroupBy(row => row.Code).Window(hour).Aggregate("lines", a => a.Count(), tasks).ToView();
            customersOfCode = known.GroupBy(row => row.Code).Window(day)
                .Aggregate("customers-of-code", a => a.CountDistinct(row => row.Customer), tasks).ToView();
            customers = known.GroupBy(_ => 0).Window(hour).Aggregate("customers", a => a.CountDistinct(row => row.Customer), tasks).ToView();
            visits = known.GroupBy(row => row.Customer).Window(Window.Session(TimeSpan.FromMinutes(30)))
                .Aggregate("visits", a => a.Count(), tasks).ToView();
            classes = rows.GroupBy(row => row.Class).Window(Window.Tumbling(TimeSpan.FromMinutes(1)))
                .Aggregate("classes", a => a.Combine(
                    a.Combine(a.Count(), a.Sum(row => row.Quantity)), a.Sum(row => row.Quantity * row.Price),
                    (counts, amount) => (counts.Item1, counts.Item2, amount)), tasks).ToView();
            countries = rows.GroupBy(row => row.Country).Window(day).Aggregate("countries", a => a.Combine(
                    a.Combine(a.Count(), a.Sum(row => row.Quantity)), a.Sum(row => row.Quantity * row.Price),
                    (counts, amount) => (counts.Item1, counts.Item2, amount)), tasks).ToView();
            hopping = rows.GroupBy(_ => 0).Window(Window.Hopping(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)))
                .Aggregate("hopping", a => a.Count(), tasks).ToView();
            quantities = rows.Where(row => row.Class == "N").GroupBy(row => row.Code).Window(day)
                .Aggregate("quantities", a => a.Sum(row => row.Quantity), tasks).ToView();
        });

        _data.AssertEqual("r1_lines_per_stock_code_hour", "hour_start,stock_code,lines", Rows(run, lines));
        _data.AssertEqual("r2_unique_customers_per_stock_code_day", "day_start,stock_code,customers", Rows(run, customersOfCode));
        _data.AssertEqual("r2_unique_customers_per_hour", "hour_start,customers", Global(run, customers));
        _data.AssertEqual("r3_visits_all", "start,end,customer,lines", run.View(visits).All().Select(visit => new object[]
        {
            visit.Start.ToUnixTimeSeconds(), visit.End.ToUnixTimeSeconds(), long.Parse(visit.Key, CultureInfo.InvariantCulture), visit.Value,
        }));
        _data.AssertEqual("r4_class_per_minute", "minute_start,class,lines,quantity,amount_milli", Totals(run, classes));
        _data.AssertEqual("r5_hopping_10min_1min_lines", "window_start,lines", Global(run, hopping));
        _data.AssertEqual("r6_top10_stock_codes_per_day_by_quantity", "day_start,rank,stock_code,quantity", run.View(quantities).All()
            .GroupBy(row => row.Start.ToUnixTimeSeconds())
            .SelectMany(of => of.OrderByDescending(row => row.Value).ThenBy(row => row.Key, StringComparer.Ordinal).Take(10)
                .Select((row, i) => new object[] { of.Key, (long)(i + 1), row.Key, row.Value })));
        _data.AssertEqual("r7_country_per_day", "day_start,country,lines,quantity,amount_milli", Totals(run, countries));
    }

    private static IEnumerable<object[]> Rows(TopologyRun run, WindowViewName<string, long> view) =>
        run.View(view).All().Select(window => new object[] { window.Start.ToUnixTimeSeconds(), window.Key, window.Value });

    private static IEnumerable<object[]> Global(TopologyRun run, WindowViewName<int, long> view) =>
        run.View(view).All().Select(window => new object[] { window.Start.ToUnixTimeSeconds(), window.Value });

    private static IEnumerable<object[]> Totals(TopologyRun run, WindowViewName<string, (long Lines, long Quantity, decimal Amount)> view) =>
        run.View(view).All().Select(window => new object[]
        {
            window.Start.ToUnixTimeSeconds(), window.Key, window.Value.Lines, window.Value.Quantity, (long)(window.Value.Amount * 1000),
        });

    private List<Row> Read() => [.. _data.Rows("online-retail.csv.gz").Select(Split).Select(field => new Row(
        field[0][0] is 'C' or 'A' ? field[0][..1] : "N",
        field[1],
        long.Parse(field[3], CultureInfo.InvariantCulture),
        new DateTimeOffset(DateTime.ParseExact(field[4], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), TimeSpan.Zero),
        decimal.Parse(field[5], NumberStyles.Float, CultureInfo.InvariantCulture),
        field[6].Split('.')[0],
        field[7]))];

    private static List<string> Split(string row)
    {
        var fields = new List<string>();
        var (start, isQuoted) = (0, false);
        for (var i = 0; i <= row.Length; i++)
        {
            if (i < row.Length && row[i] == '"') isQuoted = !isQuoted;
            if (i < row.Length && (isQuoted || row[i] != ',')) continue;
            fields.Add(row[start..i]);
            start = i + 1;
        }
        return fields;
    }

    private sealed record Row(
        string Class, string Code, long Quantity, DateTimeOffset Time, decimal Price, string Customer, string Country);
}
