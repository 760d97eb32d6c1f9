using System.Globalization;
using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>The visits and bounces of an access log by a timer for each client, against results of other tools.</summary>
public sealed class VisitTimerTests
{
    private readonly DataSet _data = new("nasa-http-19950801");

    public static TheoryData<int, bool> Shapes => WindowedRun.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Visits_EndWithATimer(int tasks, bool fails)
    {
        List<(string Client, DateTimeOffset Time)> views = [.. _data.Rows("access.tsv.gz").Select(row => row.Split('\t')).Where(IsPageView)
            .Select(field => (field[0], DateTimeOffset.FromUnixTimeSeconds(long.Parse(field[2], CultureInfo.InvariantCulture))))];
        WindowViewName<int, (long Visits, long Bounces)> hours = default;
        await using var run = await WindowedRun.OfAsync(views, fails, (_, stream) => hours = stream
            .WithEventTime(view => view.Time, WatermarkStrategy.Ascending()).GroupBy(view => view.Client)
            .Then("visits", () => new VisitBolt(), tasks)
            .WithEventTime(visit => visit.Start, WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromDays(7)), name: "visit-time")
            .GroupBy(_ => 0).Window(Window.Tumbling(TimeSpan.FromHours(1)))
            .Aggregate("hours", a => a.Combine(a.Count(), a.CountWhere(visit => visit.Views == 1))).ToView());

        _data.AssertEqual("a3_visits_and_bounces_per_start_hour", "hour_start,visits,bounces,bounce_ppm", run.View(hours).All()
            .Select(hour => new object[]
            {
                hour.Start.ToUnixTimeSeconds(), hour.Value.Visits, hour.Value.Bounces, 1_000_000 * hour.Value.Bounces / hour.Value.Visits,
            }));
    }

    private static bool IsPageView(string[] field)
    {
        var path = field[4].Split('?')[0];
        var last = path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant();
        return field[3] == "GET" && field[5] is "200" or "304"
            && (!last.Contains('.', StringComparison.Ordinal) || last.EndsWith(".html", StringComparison.Ordinal)
                || last.EndsWith(".htm", StringComparison.Ordinal) || last.EndsWith(".xhtml", StringComparison.Ordinal));
    }

    /// <summary>Tells a visit when its client has been silent for half an hour: by the timer, or because the next view comes before
    /// it.</summary>
    private sealed class VisitBolt : KeyedBolt<string, (string Client, DateTimeOffset Time), (DateTimeOffset Start, long Views)>
    {
        private static readonly TimeSpan _gap = TimeSpan.FromMinutes(30);

        private IValueState<DateTimeOffset> _start = null!;
        private IValueState<long> _views = null!;
        private IKeyedTimer _end = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state)
        {
            base.Open(context, state);
            _start = state.Value<DateTimeOffset>("start");
            _views = state.Value<long>("views");
            _end = state.EventTimer("end");
        }

        public override void Execute(
            string key, (string Client, DateTimeOffset Time) input, Emitter<(DateTimeOffset Start, long Views)> output)
        {
            if (_end.Due is { } end && input.Time >= end) Tell(output);
            if (!_start.Exists) _start.Value = input.Time;
            _views.Value++;
            _end.Set(input.Time + _gap + TimeSpan.FromTicks(1));
        }

        public override void OnTimer(string key, TimerFiring timer, Emitter<(DateTimeOffset Start, long Views)> output) => Tell(output);

        private void Tell(Emitter<(DateTimeOffset Start, long Views)> output)
        {
            output.Emit((_start.Value, _views.Value));
            _start.Clear();
            _views.Clear();
        }
    }
}
