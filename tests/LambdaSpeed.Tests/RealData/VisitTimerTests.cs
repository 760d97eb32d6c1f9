using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>The visits and bounces of an access log by a timer for each client, against results of other tools.</summary>
public sealed class VisitTimerTests
{
    private readonly DataSet _data = new(Request.Set);

    public static TheoryData<int, Crash> Shapes => TheoryDataShapes.All;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Visits_EndWithATimer(int tasks, Crash crash)
    {
        List<Request> views = [.. Request.ReadAll(_data).Where(request => request.IsPageView)];
        WindowViewName<int, (long Visits, long Bounces)> hours = default;
        await using var run = await WindowedRun.OfAsync(views, crash, (_, stream) => hours = stream
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

    /// <summary>Tells a visit when its client has been silent for half an hour: by the timer, or because the next view comes before
    /// it.</summary>
    private sealed class VisitBolt : KeyedBolt<string, Request, (DateTimeOffset Start, long Views)>
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

        public override void Execute(string key, Request input, Emitter<(DateTimeOffset Start, long Views)> output)
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
