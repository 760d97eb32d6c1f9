using System.Globalization;
using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>The order lines of a web shop: money, visits, top products by day.</summary>
public sealed class RetailWindowTests(KeptRows kept) : IClassFixture<KeptRows>
{
    private readonly DataSet _data = new(OrderLine.Set);

    public static TheoryData<int, Crash> Shapes => TheoryDataShapes.Few;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task EveryResult(int tasks, Crash crash)
    {
        WindowViewName<string, long> lines = default, customersOfCode = default, visits = default, quantities = default;
        WindowViewName<Global, long> customers = default, hopping = default;
        WindowViewName<string, (long Lines, long Quantity, decimal Amount)> classes = default, countries = default;
        ViewName<int, SessionTotals> visitTotals = default;
        await using var run = await WindowedRun.OfAsync(kept.Of(OrderLine.ReadAll, _data), crash, (_, stream) =>
        {
            var rows = stream.WithEventTime(row => row.Time, WatermarkStrategy.Ascending());
            var known = rows.Where(row => row.IsOfKnownCustomer);
            var (hour, day) = (Window.Tumbling(TimeSpan.FromHours(1)), Window.Calendar(CalendarUnit.Day));
            lines = rows.GroupBy(row => row.Code).Window(hour).Aggregate("lines", a => a.Count(), tasks).ToView();
            customersOfCode = known.GroupBy(row => row.Code).Window(day)
                .Aggregate("customers-of-code", a => a.CountDistinct(row => row.Customer), tasks).ToView();
            customers = known.Window(hour).Aggregate("customers", a => a.CountDistinct(row => row.Customer)).ToView();
            var sessions = known.GroupBy(row => row.Customer).Window(Window.Session(TimeSpan.FromMinutes(30)))
                .Aggregate("visits", a => a.Count(), tasks);
            (visits, visitTotals) = (sessions.ToView(), SessionTotals.Of(sessions, "visit-totals"));
            classes = rows.GroupBy(row => row.Class).Window(Window.Tumbling(TimeSpan.FromMinutes(1)))
                .Aggregate("classes", a => a.Combine(a.Count(), a.Sum(row => row.Quantity), a.Sum(row => row.Amount)), tasks).ToView();
            countries = rows.GroupBy(row => row.Country).Window(day)
                .Aggregate("countries", a => a.Combine(a.Count(), a.Sum(row => row.Quantity), a.Sum(row => row.Amount)), tasks).ToView();
            hopping = rows.Window(Window.Hopping(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1))).Aggregate("hopping", a => a.Count()).ToView();
            quantities = rows.Where(row => row.Class == "N").GroupBy(row => row.Code).Window(day)
                .Aggregate("quantities", a => a.Sum(row => row.Quantity), tasks).ToView();
        }, sources: tasks);

        _data.AssertEqual("r1_lines_per_stock_code_hour", "hour_start,stock_code,lines", run.Rows(lines));
        _data.AssertEqual("r2_unique_customers_per_stock_code_day", "day_start,stock_code,customers", run.Rows(customersOfCode));
        _data.AssertEqual("r2_unique_customers_per_hour", "hour_start,customers", run.RowsWithoutKey(customers));
        _data.AssertEqual("r3_visits_all", "start,end,customer,lines",
            run.SessionRows(visits).Select(row => new object[] { row[0], row[1], long.Parse((string)row[2], CultureInfo.InvariantCulture), row[3] }));
        var totals = run.View(visitTotals).Get(0)!;
        _data.AssertNumbers("r3_visits", new
        {
            visits = totals.Sessions,
            one_line_visits = totals.ByLength.One,
            one_line_ppm = 1_000_000 * totals.ByLength.One / totals.Sessions,
            sessions = totals.Numbers,
        });
        _data.AssertEqual("r4_class_per_minute", "minute_start,class,lines,quantity,amount_milli", Totals(run, classes), measure: "lines");
        _data.AssertEqual("r5_hopping_10min_1min_lines", "window_start,lines", run.RowsWithoutKey(hopping));
        _data.AssertEqual("r6_top10_stock_codes_per_day_by_quantity", "day_start,rank,stock_code,quantity",
            run.TopRows(quantities, 10, code => [code]));
        _data.AssertEqual("r7_country_per_day", "day_start,country,lines,quantity,amount_milli", Totals(run, countries));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task WholeFile(int tasks, Crash crash)
    {
        ViewName<int, (long Rows, long Invoices, long Codes, long Unknown)> all = default;
        ViewName<int, (long Quantity, decimal Amount, long? First, long? Last)> rest = default;
        ViewName<int, long> customers = default;
        ViewName<string, long> classes = default;
        await using var run = await WindowedRun.OfAsync(kept.Of(OrderLine.ReadAll, _data), crash, (_, stream) =>
        {
            var together = stream.GroupBy(_ => 0);
            all = together.Aggregate("all", a => a.Combine(
                a.Count(), a.CountDistinct(row => row.Invoice), a.CountDistinct(row => row.Code), a.CountWhere(row => !row.IsOfKnownCustomer)),
                tasks).ToView();
            rest = together.Aggregate("rest", a => a.Combine(
                a.Sum(row => row.Quantity), a.Sum(row => row.Amount),
                a.Min(row => row.Time.ToUnixTimeSeconds()), a.Max(row => row.Time.ToUnixTimeSeconds())), tasks).ToView();
            customers = stream.Where(row => row.IsOfKnownCustomer).GroupBy(_ => 0)
                .Aggregate("customers", a => a.CountDistinct(row => row.Customer), tasks).ToView();
            classes = stream.GroupBy(row => row.Class).Aggregate("classes", a => a.Count(), tasks).ToView();
        }, sources: tasks);

        var (one, two) = (run.View(all).Get(0), run.View(rest).Get(0));
        _data.AssertNumbers("input", new
        {
            rows = one.Rows,
            invoices = one.Invoices,
            stock_codes = one.Codes,
            customers = run.View(customers).Get(0),
            rows_without_customer = one.Unknown,
            sum_quantity = two.Quantity,
            sum_amount_milli = (long)(two.Amount * 1000),
            first_t = two.First,
            last_t = two.Last,
            by_class = run.View(classes).All().ToDictionary(),
        });
    }

    private static IEnumerable<object[]> Totals(TopologyRun run, WindowViewName<string, (long Lines, long Quantity, decimal Amount)> view) =>
        run.Rows(view, window => [window.Key, window.Value.Lines, window.Value.Quantity, (long)(window.Value.Amount * 1000)]);
}
