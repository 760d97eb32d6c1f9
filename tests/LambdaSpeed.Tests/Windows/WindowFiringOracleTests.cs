using LambdaSpeed.Tests.RealData;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>What is fired against what the view ends with: every kind of window, mode and firing, with disorder, lateness, a failure in
/// the middle, and one to four tasks.</summary>
public sealed class WindowFiringOracleTests
{
    private const int Seeds = 24;

    private static readonly WindowViewName<int, long> Sums = new("sums");

    public static TheoryData<string> Kinds { get; } = ["tumbling", "hopping", "sliding", "snapshot", "calendar", "custom", "session"];

    /// <summary>A window that fires when it is final fires what the view then has, once.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public Task WhenFinal_FiresWhatTheViewHas(string kind) => CheckAsync(kind, _ => FiringPolicy.WhenFinal(), (fired, view) =>
    {
        Assert.All(fired, firing => Assert.Equal((FiringKind.OnTime, 0, false), (firing.Kind, firing.Index, firing.IsRetraction)));
        Assert.Equal(view, fired.Select(firing => (firing.Window, firing.Value)));
    });

    /// <summary>The last firing of each window is its result.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Accumulating_EndsWithWhatTheViewHas(string kind) => CheckAsync(kind, WithAll(FiringMode.Accumulating), (fired, view) =>
    {
        RequireOrder(kind, fired);
        var last = fired.GroupBy(firing => firing.Window).ToDictionary(of => of.Key, of => of.MaxBy(firing => firing.Index).Value);
        Assert.All(view, window => Assert.Equal(window.Value, last[window.Window]));
        if (kind != "session") Assert.Equal(view.Count, last.Count);
    });

    /// <summary>The firings of a window make up its result; sessions change their bounds, so theirs make up the results of their
    /// key.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Discarding_SumsToWhatTheViewHas(string kind) => CheckAsync(kind, WithAll(FiringMode.Discarding), (fired, view) =>
    {
        RequireOrder(kind, fired);
        if (kind == "session") Assert.Equal(ByKey(view.Select(w => (w.Window.Key, w.Value))), ByKey(fired.Select(f => (f.Key, f.Value))));
        else Assert.Equal(view, Sum(fired));
    });

    /// <summary>What is taken back and what is put out add up to the result, and to nothing for a session that is part of another.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Retracting_SumsToWhatTheViewHas(string kind) => CheckAsync(kind, WithAll(FiringMode.Retracting), (fired, view) =>
    {
        if (kind != "session") RequireOrder(kind, [.. fired.Where(firing => !firing.IsRetraction)]);
        Assert.Equal(view, Sum(fired).Where(window => window.Value != 0));
        Assert.All(fired.GroupBy(firing => firing.Window), of =>
        {
            var left = of.Sum(firing => firing.IsRetraction ? -1 : 1);
            Assert.Equal(view.Exists(window => window.Window == of.Key) ? 1 : 0, left);
        });
    });

    /// <summary>Without tuples that are late for a window, what it fires on time is its result.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public Task OnTime_FiresWhatTheViewHas_WhereNothingIsLate(string kind) => CheckAsync(kind, _ => FiringPolicy.OnTime(), (fired, view) =>
        Assert.Equal(view, fired.Select(firing => (firing.Window, firing.Value))), isOrdered: true);

    private static Func<RandomEvents, FiringPolicy> WithAll(FiringMode mode) => random =>
    {
        var policy = FiringPolicy.OnTime().WithLate().In(mode);
        if (random.Next(0, 2) == 0) policy = policy.WithEarly(random.Next(1, 5));
        return random.Next(0, 2) == 0 ? policy.WithEarly(TimeSpan.FromMilliseconds(2)) : policy;
    };

    /// <summary>Numbered without gaps, on time at most once: early ones before, late ones behind.</summary>
    private static void RequireOrder(string kind, List<Fired> fired)
    {
        foreach (var window in fired.GroupBy(firing => firing.Window))
        {
            if (kind == "session") continue;
            Assert.Equal(Enumerable.Range(0, window.Count()), window.Select(firing => firing.Index));
            Assert.Equal(window.Select(firing => firing.Kind).Order(), window.Select(firing => firing.Kind));
            Assert.InRange(window.Count(firing => firing.Kind == FiringKind.OnTime), 0, 1);
        }
    }

    private static List<((int Key, long, long) Window, long Value)> Sum(IEnumerable<Fired> fired) =>
        [.. fired.GroupBy(firing => firing.Window).Select(of => (of.Key, of.Sum(firing => firing.Share))).Order()];

    private static IEnumerable<(int, long)> ByKey(IEnumerable<(int Key, long Value)> values) =>
        values.GroupBy(value => value.Key).Select(of => (of.Key, of.Sum(value => value.Value))).Order();

    private static async Task CheckAsync(
        string kind, Func<RandomEvents, FiringPolicy> choose, Action<List<Fired>, List<((int Key, long, long) Window, long Value)>> check,
        bool isOrdered = false)
    {
        var (wanted, seen) = (new HashSet<FiringKind>(), new HashSet<FiringKind>());
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new RandomEvents(seed);
            var events = isOrdered ? [.. random.Events.OrderBy(item => item.Ticks)] : random.Events;
            var windows = WindowsOf(kind, random);
            var policy = choose(random);
            await using var run = await WindowedRun.OfAsync(events, seed % 2 == 0, (_, stream) =>
            {
                var sums = stream.WithEventTime(item => item.Time, WatermarkStrategy.BoundedOutOfOrderness(random.Delay))
                    .GroupBy(item => item.Key).Window(windows).AllowLateness(random.Lateness)
                    .Aggregate("sums", a => a.Sum(item => item.Value), random.Next(1, 5));
                sums.ToView();
                Fired.Gather(sums.ToStream(policy));
            }, isOrdered ? 1 : random.Sources, chunkSize: random.Next(1, 20));
            var view = run.View(Sums).All().Select(w => ((w.Key, w.Start.UtcTicks, w.End.UtcTicks), w.Value)).Order().ToList();
            try
            {
                var fired = Fired.Of(run);
                check(fired, view);
                seen.UnionWith(fired.Select(firing => firing.Kind));
                wanted.Add(FiringKind.OnTime);
                if (policy.EarlyAfter is not null) wanted.Add(FiringKind.Early);
                if (policy.IsLate && kind != "calendar") wanted.Add(FiringKind.Late); // days are too long for these events
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}: {random}, {windows}, {policy}", exception);
            }
        }
        Assert.Superset(wanted, seen); // else the property would hold for want of cases
    }

    private static Window WindowsOf(string kind, RandomEvents random) => kind switch
    {
        "tumbling" => Window.Tumbling(Seconds(random, 1, 600), Seconds(random, 0, 600)),
        "hopping" => Window.Hopping(Seconds(random, 100, 300), Seconds(random, 10, 100)),
        "sliding" => Window.Sliding(Seconds(random, 1, 300)),
        "snapshot" => Window.Snapshot(),
        "calendar" => Window.Calendar(CalendarUnit.Day, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")),
        "custom" => Window.Custom("by three minutes", time => (
            time.AddTicks(-(time.Ticks % (TimeSpan.TicksPerMinute * 3))),
            time.AddTicks((TimeSpan.TicksPerMinute * 3) - (time.Ticks % (TimeSpan.TicksPerMinute * 3))))),
        _ => Window.Session(Seconds(random, 1, 200)),
    };

    private static TimeSpan Seconds(RandomEvents random, int least, int most) => TimeSpan.FromSeconds(random.Next(least, most));
}
