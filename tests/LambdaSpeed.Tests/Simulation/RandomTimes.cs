namespace LambdaSpeed.Tests.Simulation;

/// <summary>The parts of a random topology that depend on time: windows that fire, timers, a join, calls. Every number is a moment of event
/// time, out of order by less than <see cref="Disorder"/> within its partition.</summary>
internal sealed class RandomTimes(Random random, Func<int, int> tasks)
{
    /// <summary>How much later at most a number may come than a greater one.</summary>
    public const long Disorder = 200;

    private static readonly DateTimeOffset _origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<Action<Stream<long>>> _views = [];
    private readonly List<Func<CheckedMoment, RandomPipeline.RunView, string?>> _checks = [];

    public SimulatedCalls Calls { get; } = new();

    /// <summary>The names of the views.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Draws what there is.</summary>
    /// <param name="isReplayable">Only what is the same when the numbers are read again?</param>
    public void Draw(bool isReplayable = false)
    {
        if (random.Next(2) == 0) AddWindows();
        if (random.Next(2) == 0) AddTimers();
        if (random.Next(2) == 0) AddJoin();
        if (isReplayable) return;
        if (random.Next(2) == 0) AddCalls();
        if (random.Next(2) == 0) AddDelays();
    }

    public void Build(Stream<long> numbers)
    {
        if (_views.Count == 0) return;
        var timed = numbers.WithEventTime(
            At, WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromTicks(Disorder)).ForSourcePartitions(), name: "times");
        foreach (var add in _views) add(timed);
    }

    public string? Check(CheckedMoment moment, RandomPipeline.RunView view) =>
        _checks.Select(check => check(moment, view)).FirstOrDefault(finding => finding is not null);

    /// <summary>Windows that put out their sums when they are final.</summary>
    private void AddWindows()
    {
        Names.Add("fired");
        var (keys, parallelism, size) = (random.Next(1, 6), random.Next(1, 4), random.Next(1, 400));
        _views.Add(stream => stream.GroupBy(x => x % keys).Window(Window.Tumbling(TimeSpan.FromTicks(size)))
            .Aggregate("windows", a => a.Sum(x => x), tasks(parallelism)).ToStream(FiringPolicy.WhenFinal())
            .GroupBy(firing => firing.Key).Aggregate("fired", a => a.Sum(firing => firing.Value), tasks(parallelism)).ToView());
        _checks.Add((moment, view) => RandomPipeline.Differs("fired",
            Sums(moment.Numbers.Where(x => EndOf(x) <= moment.Watermark), x => x % keys), view("fired")));

        long EndOf(long x)
        {
            var offset = (_origin - DateTimeOffset.UnixEpoch).Ticks % size; // windows are counted from 1970 on
            return ((((x + offset) / size) + 1) * size) - offset;
        }
    }

    /// <summary>Timers of event time: each number comes once more, some time later.</summary>
    private void AddTimers()
    {
        Names.Add("echoes");
        var (keys, parallelism, delay) = (random.Next(1, 6), random.Next(1, 4), random.Next(0, 300));
        _views.Add(stream => stream.GroupBy(x => x % keys).Then("timers", () => new Echo(delay), tasks(parallelism))
            .GroupBy(x => x % keys).Aggregate("echoes", a => a.Sum(x => x), tasks(parallelism)).ToView());
        _checks.Add((moment, view) => RandomPipeline.Differs("echoes", // equal numbers have one timer
            Sums(moment.Numbers.Distinct().Where(x => x + delay <= moment.Watermark), x => x % keys), view("echoes")));
    }

    /// <summary>Even numbers with the odd ones near them, and even ones alone.</summary>
    private void AddJoin()
    {
        Names.Add("pairs");
        const long Alone = 1_000_000_000;
        var (keys, parallelism, near) = (random.Next(1, 6), random.Next(1, 4), random.Next(0, 60));
        _views.Add(stream => stream.Where(x => x % 2 == 0).GroupBy(x => x / 2 % keys)
            .LeftJoin(stream.Where(x => x % 2 != 0).Select(x => (long?)x).GroupBy(x => x!.Value / 2 % keys), "join",
                JoinWindow.Within(TimeSpan.FromTicks(near)),
                (even, odd) => (Key: even / 2 % keys, Value: odd is { } partner ? even + partner : Alone), tasks(parallelism))
            .GroupBy(pair => pair.Key).Aggregate("pairs", a => a.Sum(pair => pair.Value), tasks(parallelism)).ToView());
        _checks.Add((moment, view) =>
        {
            var odds = moment.Numbers.Where(x => x % 2 != 0).GroupBy(x => x / 2 % keys).ToDictionary(group => group.Key, group => group.Order().ToArray());
            var expected = new Dictionary<long, long>();
            foreach (var even in moment.Numbers.Where(x => x % 2 == 0))
            {
                var key = even / 2 % keys;
                var partners = Near(odds.GetValueOrDefault(key, []), even, near);
                if (partners.Length > 0) expected[key] = expected.GetValueOrDefault(key) + partners.ToArray().Sum(odd => even + odd);
                else if (even + near < moment.Watermark) expected[key] = expected.GetValueOrDefault(key) + Alone;
            }
            return RandomPipeline.Differs("pairs", expected, view("pairs"));
        });
    }

    /// <summary>Those of some numbers, in order, that are near another.</summary>
    private static ReadOnlySpan<long> Near(long[] sorted, long number, long near)
    {
        var first = sorted.AsSpan().BinarySearch(new AtLeast(number - near));
        var end = sorted.AsSpan().BinarySearch(new AtLeast(number + near + 1));
        return sorted.AsSpan(~first, ~end - ~first);
    }

    /// <summary>Never equal, so that a search ends in front of the first number that is not less.</summary>
    private readonly struct AtLeast(long least) : IComparable<long>
    {
        public int CompareTo(long other) => other >= least ? -1 : 1;
    }

    /// <summary>Calls that take their time: what they hold comes later, but comes.</summary>
    private void AddCalls()
    {
        var (keys, parallelism) = (random.Next(1, 6), random.Next(1, 4));
        var calls = new AsyncOptions
        {
            MaxConcurrency = random.Next(1, 8), Order = random.Next(2) == 0 ? AsyncOrder.Input : AsyncOrder.None,
            Timeout = TimeSpan.FromHours(1),
        };
        _views.Add(stream => stream.SelectAsync("calls", (x, _) => Calls.Call(x), calls, tasks(parallelism))
            .GroupBy(x => x % keys).Aggregate("called", a => a.Sum(x => x + 1), tasks(parallelism)).ToView());
        _checks.Add((moment, view) => Lacks("called", moment, Sums(moment.Numbers, x => x % keys, x => x + 1), view("called")));
    }

    /// <summary>Timers of the clock: numbers are gathered and put out together.</summary>
    private void AddDelays()
    {
        var (keys, parallelism, delay) = (random.Next(1, 6), random.Next(1, 4), TimeSpan.FromMilliseconds(random.Next(1, 40)));
        _views.Add(stream => stream.GroupBy(x => x % keys).Then("delays", () => new Gathering(delay), tasks(parallelism))
            .GroupBy(sum => sum.Key).Aggregate("gathered", a => a.Sum(sum => sum.Value), tasks(parallelism)).ToView());
        _checks.Add((moment, view) => Lacks("gathered", moment, Sums(moment.Numbers, x => x % keys, x => x + 1), view("gathered")));
    }

    /// <summary>What is held may be missing, until the end; never is anything there that is not in the log, or twice.</summary>
    private static string? Lacks(
        string name, CheckedMoment moment, Dictionary<long, long> expected, IReadOnlyDictionary<long, long> actual)
    {
        if (moment.IsAtEnd) return RandomPipeline.Differs(name, expected, actual);
        var above = actual.Where(pair => pair.Value > expected.GetValueOrDefault(pair.Key)).ToList();
        return above.Count == 0 ? null
            : $"view '{name}' has too much: " + string.Join(", ", above.Select(pair => $"{pair.Key} is {pair.Value}, of {expected.GetValueOrDefault(pair.Key)}"));
    }

    private static Dictionary<long, long> Sums(IEnumerable<long> numbers, Func<long, long> key, Func<long, long>? value = null) =>
        numbers.GroupBy(key).ToDictionary(group => group.Key, group => group.Sum(value ?? (x => x)));

    private static DateTimeOffset At(long number) => _origin.AddTicks(number);

    private sealed class Echo(int delay) : KeyedBolt<long, long, long>
    {
        private IKeyedTimers _timers = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state)
        {
            base.Open(context, state);
            _timers = state.EventTimers("due");
        }

        public override void Execute(long key, long input, Emitter<long> output) => _timers.Add(At(input + delay));

        public override void OnTimer(long key, TimerFiring timer, Emitter<long> output) =>
            output.Emit((timer.Due - _origin).Ticks - delay);
    }

    private sealed class Gathering(TimeSpan delay) : KeyedBolt<long, long, KeyValuePair<long, long>>
    {
        private IKeyedStateRegistry _state = null!;
        private IValueState<long> _sum = null!;
        private IKeyedTimer _timer = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state)
        {
            base.Open(context, state);
            _state = state;
            _sum = state.Value<long>("sum");
            _timer = state.ProcessingTimer("out");
        }

        public override void Execute(long key, long input, Emitter<KeyValuePair<long, long>> output)
        {
            if (_sum.Value == 0) _timer.Set(_state.Clock.Now + delay);
            _sum.Value += input + 1;
        }

        public override void OnTimer(long key, TimerFiring timer, Emitter<KeyValuePair<long, long>> output)
        {
            output.Emit(new(key, _sum.Value));
            _sum.Value = 0;
        }
    }
}
