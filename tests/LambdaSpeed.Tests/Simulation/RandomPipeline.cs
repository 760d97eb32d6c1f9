namespace LambdaSpeed.Tests.Simulation;

/// <summary>A random topology over the numbers of a log, with several views and keyed state, and what each view must hold for any part of the
/// log.</summary>
internal sealed class RandomPipeline
{
    private readonly Random _random;
    private readonly bool _keepsHalfEffects;
    private readonly Random _holding; // which views hold hot keys; a source of its own: the other draws of a seed are as they were
    private readonly List<Func<IReadOnlyCollection<long>, RunView, string?>> _checks = [];
    private readonly List<Action<TopologyBuilder, Stream<long>>> _views = [];
    private FailingNumbers _failing = null!; // which numbers become dead letters
    private ReplayLog? _letters;             // where those go; of the topology that is being built
    private int _rescaled;                   // how many tasks more than the seed says, modulo three

    /// <param name="seed">Decides all.</param>
    /// <param name="keepsHalfEffects">Is a tuple to be tried again without dropping what the failed attempt did?</param>
    public RandomPipeline(int seed, bool keepsHalfEffects)
    {
        _random = new Random(seed);
        _holding = new Random(~seed);
        _keepsHalfEffects = keepsHalfEffects;
        SpoutTasks = _random.Next(1, 4);
        for (var i = _random.Next(2, 5); i > 0; i--) AddView($"view-{i}");
        AddTransfers();
        AddFailures();
        Times = new(_random, Tasks);
        Times.Draw();
    }

    /// <summary>Reads a view as of the published epoch.</summary>
    public delegate IReadOnlyDictionary<long, long> RunView(string name);

    public int SpoutTasks { get; }

    /// <summary>What depends on time.</summary>
    public RandomTimes Times { get; }

    /// <summary>Has the topologies that are built from now on use other numbers of tasks; 0 for those of the seed.</summary>
    public void Rescale(int by) => _rescaled = by;

    /// <summary>The topology, described anew: as each start of a process does.</summary>
    /// <param name="source">Makes the spouts.</param>
    /// <param name="results">Where the numbers divisible by three go; null for nowhere.</param>
    /// <param name="letters">Where the dead letters go; null for nowhere but a view.</param>
    public Topology Build(Func<ISpout<long>> source, ReplayLog? results = null, ReplayLog? letters = null)
    {
        _letters = letters;
        var builder = new TopologyBuilder("simulated");
        var numbers = builder.AddSpout("numbers", source, Tasks(SpoutTasks));
        foreach (var add in _views) add(builder, numbers);
        Times.Build(numbers);
        if (results is not null) AddOutput(numbers, results);
        return builder.Build();
    }

    /// <summary>The topology in words, for whoever looks into a failing seed.</summary>
    public string Describe() => Build(() => throw new NotSupportedException()).ToString();

    /// <summary>The first view that does not hold what is to be shown then, in words; null when all do.</summary>
    public string? Check(CheckedMoment moment, RunView view) =>
        _checks.Select(check => check(moment.Numbers, view)).FirstOrDefault(finding => finding is not null) ?? Times.Check(moment, view);

    private void AddOutput(Stream<long> numbers, ReplayLog results)
    {
        var chosen = numbers.Where(x => x % 3 == 0);
        if (SpoutTasks % 2 == 0) chosen.ToLog("results", results, parallelism: Tasks(2));
        else chosen.ToLog("results", results, x => x % 5, parallelism: Tasks(1));
    }

    private void AddView(string name)
    {
        var steps = Enumerable.Range(0, _random.Next(0, 4)).Select(i => NewStep($"{name}-{i}")).ToList();
        var keys = _random.Next(1, 40);
        var parallelism = _random.Next(1, 4);
        var kind = _random.Next(4);
        var holds = Holds();
        _views.Add((_, stream) =>
        {
            var keyed = steps.Aggregate(stream, (input, step) => step.Add(input)).GroupBy(x => x % keys);
            if (kind == 3)
            {
                holds(keyed.Then($"{name}-every-third", () => new EveryThird(), Tasks(parallelism))
                    .GroupBy(x => x % keys).Aggregate(name, a => a.Count(), Tasks(parallelism))).ToView();
                return;
            }
            var exchanged = kind switch { 1 => keyed.PreAggregate(), 2 => keyed.PartialKey(), _ => keyed };
            holds(exchanged.Aggregate(name, a => a.Sum(x => x), Tasks(parallelism))).ToView();
        });
        _checks.Add((numbers, view) =>
        {
            var tuples = steps.Aggregate((IEnumerable<long>)numbers, (input, step) => step.Expected(input));
            var groups = tuples.GroupBy(x => x % keys);
            var expected = kind == 3
                ? groups.Where(group => group.Count() >= 3).ToDictionary(group => group.Key, group => (long)(group.Count() / 3))
                : groups.ToDictionary(group => group.Key, group => group.Sum());
            return Differs($"{name} of kind {kind}", expected, view(name));
        });
    }

    /// <summary>Money between accounts: two views that must agree, whose total is zero.</summary>
    private void AddTransfers()
    {
        var accounts = _random.Next(2, 20);
        var parallelism = _random.Next(1, 4);
        var (holds, holdsHalves) = (Holds(), Holds());
        IEnumerable<(long Account, long Amount)> Transfer(long x) => [(x % accounts, x), (x / 7 % accounts, -x)];
        _views.Add((_, stream) =>
        {
            var entries = stream.SelectMany(Transfer);
            holds(entries.GroupBy(entry => entry.Account).Aggregate("balances", a => a.Sum(entry => entry.Amount), Tasks(parallelism))).ToView();
            holdsHalves(entries.GroupBy(entry => entry.Account % 2).Aggregate("halves", a => a.Sum(entry => entry.Amount), Tasks(parallelism)))
                .ToView();
        });
        _checks.Add((numbers, view) =>
        {
            var entries = numbers.SelectMany(Transfer).ToList();
            var balances = view("balances");
            if (balances.Values.Sum() != 0) return $"the balances' total is {balances.Values.Sum()}, not zero";
            if (view("halves").Values.Sum() != 0) return "the total of the halves is not zero";
            return Differs("balances", Sums(entries, entry => entry.Account), balances)
                ?? Differs("halves", Sums(entries, entry => entry.Account % 2), view("halves"));
        });
    }

    /// <summary>What the output log must hold for these numbers, in order.</summary>
    public static IEnumerable<long> ExpectedResults(IEnumerable<long> numbers) => numbers.Where(x => x % 3 == 0).Order();

    /// <summary>The tuples of the dead letters that the letters' log must hold for these numbers, in order.</summary>
    public IEnumerable<long> ExpectedLetters(IEnumerable<long> numbers) => numbers.Where(_failing.ForEver).Order();

    /// <summary>A bolt that fails on some numbers once and on some for ever: those are dead letters, summed up in a view of their own.</summary>
    private void AddFailures()
    {
        var failing = _failing = new FailingNumbers(_random.Next(6, 20), _random.Next(6, 20), _keepsHalfEffects);
        var (keys, parallelism, grouping, kind) = (_random.Next(1, 20), _random.Next(1, 4), _random.Next(4), _random.Next(4));
        TimeSpan? timeToLive = _random.Next(2) == 0 ? TimeSpan.FromDays(1) : null;
        var options = new ComponentOptions
        {
            OnFailure = TupleFailurePolicy.DeadLetter,
            CanFuse = _random.Next(3) > 0,
            Retry = new()
            {
                MaxRetries = _random.Next(1, 4),
                FirstDelay = TimeSpan.FromMilliseconds(_random.Next(2) * _random.Next(1, 5)),
                LongestDelay = TimeSpan.FromMilliseconds(8),
            },
        };
        _views.Add((_, stream) =>
        {
            ProcessedStream<long, long> passed = kind switch
            {
                0 => stream.GroupBy(x => x % keys).Then("failing", () => new FailingSums(failing), Tasks(parallelism), options),
                1 => Group(stream, grouping).Then("failing", () => new FailingPass(failing), Tasks(parallelism), options),
                _ => stream.GroupBy(x => x % keys).Then("failing", () => new FailingCollections(failing, timeToLive), Tasks(parallelism), options),
            };
            passed.GroupBy(x => x % keys).Aggregate("passed", a => a.Sum(x => x), Tasks(parallelism)).ToView();
            passed.DeadLetters().GroupBy(letter => letter.Tuple % keys)
                .Aggregate("letters", a => a.Sum(letter => letter.Tuple + 1), Tasks(parallelism)).ToView();
            if (_letters is not null) passed.DeadLetters().ToLog("letter-log", _letters, letter => letter.Tuple, parallelism: Tasks(parallelism));
        });
        _checks.Add((numbers, view) =>
        {
            var sums = numbers.Where(x => !failing.ForEver(x)).GroupBy(x => x % keys).ToDictionary(group => group.Key, group => group.Sum());
            var letters = numbers.Where(failing.ForEver).GroupBy(x => x % keys).ToDictionary(group => group.Key, group => group.Sum(x => x + 1));
            return Differs("passed", sums, view("passed")) ?? Differs("letters", letters, view("letters"));
        });
    }

    /// <summary>Has half of the views hold hot keys alone, where the store reads the others.</summary>
    private Func<AggregatedStream<long, long>, AggregatedStream<long, long>> Holds() =>
        _holding.Next(2) == 0 ? view => view : view => view.HoldHotKeys();

    private int Tasks(int ofSeed) => ((ofSeed - 1 + _rescaled) % 3) + 1;

    private Step NewStep(string name)
    {
        var parallelism = _random.Next(1, 4);
        var divisor = _random.Next(2, 6);
        var grouping = _random.Next(4);
        return _random.Next(5) switch
        {
            0 => new(input => input.Where(x => x % divisor != 0), input => input.Where(x => x % divisor != 0)),
            1 => new(input => input.Select(x => x + divisor), input => input.Select(x => x + divisor)),
            2 => new(input => input.SelectMany(Expand), input => input.SelectMany(Expand)),
            3 => new( // a diamond with sides of different length
                input => input.Where(x => x % 2 == 0).Merge(
                    Group(input.Where(x => x % 2 != 0), grouping).Then($"{name}-detour", () => new Fixtures.ProbeBolt<long, long>((x, output, _) => output.Emit(x)), Tasks(parallelism))),
                input => input),
            _ => new(
                input => Group(input, grouping).Then($"{name}-bolt", () => new Fixtures.ProbeBolt<long, long>((x, output, _) => output.Emit(x * 3)), Tasks(parallelism)),
                input => input.Select(x => x * 3)),
        };

        IEnumerable<long> Expand(long x) => Enumerable.Range(0, (int)(x % divisor)).Select(i => x + i);
    }

    private static Stream<long> Group(Stream<long> stream, int grouping) => grouping switch
    {
        0 => stream.Shuffle(),
        1 => stream.LoadAwareShuffle(),
        2 => stream.Fields(x => x % 11),
        _ => stream,
    };

    private static Dictionary<long, long> Sums(List<(long Account, long Amount)> entries, Func<(long Account, long Amount), long> key) =>
        entries.GroupBy(key).ToDictionary(group => group.Key, group => group.Sum(entry => entry.Amount));

    public static string? Differs(string name, IReadOnlyDictionary<long, long> expected, IReadOnlyDictionary<long, long> actual)
    {
        if (expected.Count == actual.Count && expected.All(pair => actual.TryGetValue(pair.Key, out var value) && value == pair.Value)) return null;
        var keys = expected.Keys.Union(actual.Keys).Where(key => expected.GetValueOrDefault(key) != actual.GetValueOrDefault(key)).Take(5);
        return $"view '{name}' differs: " + string.Join(", ", keys.Select(key =>
            $"{key} is {actual.GetValueOrDefault(key)} instead of {expected.GetValueOrDefault(key)}"));
    }

    private sealed record Step(Func<Stream<long>, Stream<long>> Add, Func<IEnumerable<long>, IEnumerable<long>> Expected);

    /// <summary>Counts by key in its state and emits with every third tuple of a key.</summary>
    private sealed class EveryThird : KeyedBolt<long, long, long>
    {
        private IValueState<long> _count = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state)
        {
            base.Open(context, state);
            _count = state.Value<long>("count");
        }

        public override void Execute(long key, long input, Emitter<long> output)
        {
            _count.Value++;
            if (_count.Value % 3 == 0) output.Emit(input);
        }
    }
}
