using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>A random topology over numbers, and what LINQ says each of its streams and views must hold.</summary>
internal sealed class RandomTopology
{
    private const int MostTuples = 4_000; // streams that carry more are not multiplied any further

    private readonly Random _random;
    private readonly TopologyBuilder _builder;
    private readonly List<KnownStream> _streams = [];
    private readonly List<Action<TopologyRun>> _checks = [];
    private readonly RandomFailures _failures;
    private int _names;

    /// <param name="seed">Decides all.</param>
    /// <param name="halts">Is some component to halt the run? Else tuples that components fail on are skipped or become dead letters.</param>
    public RandomTopology(int seed, bool halts = false)
    {
        _random = new Random(seed);
        _builder = new TopologyBuilder(NameOf(seed));
        _failures = new RandomFailures(_random, halts ? Between(0, 6) : -1);
        for (var i = Between(1, 3); i > 0; i--) AddSpout();
        for (var i = Between(0, 8); i > 0; i--) AddStep();
        var views = new RandomViews(_random, _checks, _failures);
        for (var i = Between(1, 4); i > 0; i--)
        {
            var known = Pick();
            var (read, tuples) = Grouped(known, readers: 1, operators: true);
            views.Add(new(read, tuples, known.Parallelism), $"view-{i}", isLast: i == 1);
        }
        foreach (var stream in _streams) stream.Stream.Ignore();
        Topology = _builder.Build();
    }

    public Topology Topology { get; }

    /// <summary>The component in whose name the run must fault, with its parallelism; null when it must not.</summary>
    public (string Component, int Tasks)? Fault => _failures.Fault;

    /// <summary>What was opened must be closed.</summary>
    public Lifetimes Lifetimes { get; } = new();

    /// <summary>The name, short enough to be told whole by the system's names of threads.</summary>
    public static string NameOf(int seed) => $"r{seed:x}";

    public SpeedLayerOptions RandomOptions() => new()
    {
        Workers = Between(1, 3),
        ChunkSize = OneOf(1, 2, Between(3, 40), Between(41, 300)),
        EdgeCapacity = Between(1, 8),
        EpochInterval = TimeSpan.FromMilliseconds(OneOf(1, 1, 20)),
        TracksPositions = Chance(4),
        KeyGroups = OneOf(128, Between(5, 12)), // as many as tasks, or more
        MaxHeldSequence = OneOf(16_384, 1, 2),
    };

    public void CheckViews(TopologyRun run)
    {
        foreach (var check in _checks) check(run);
        var components = run.Describe().Components;
        Assert.Equal(_failures.Skipped, components.Sum(component => component.TuplesSkipped));
        Assert.Equal(_failures.DeadLettered, components.Sum(component => component.TuplesDeadLettered));
        Assert.Equal(_failures.Retried, components.Sum(component => component.TuplesRetried));
    }

    private void AddSpout()
    {
        var tuples = Enumerable.Range(0, OneOf(0, Between(1, 10), Between(10, 600))).Select(_ => (long)_random.Next(-50, 1000)).ToList();
        var parallelism = Between(1, 5);
        var atATime = OneOf(1, 7, 1000);
        var stream = _builder.AddSpout(NewName("spout"), () => new ListSpout<long>(tuples, atATime), parallelism, new() { OwnThread = Chance(20) });
        _streams.Add(new(stream, tuples, parallelism));
    }

    private void AddStep()
    {
        switch (_random.Next(9))
        {
            case 0: AddWhere(); break;
            case 1: AddSelect(); break;
            case 2: AddSelectMany(); break;
            case 3: AddMerge(); break;
            case 4: AddTwoInputBolt(); break;
            case 5: AddKeyedBolt(); break;
            case 6: AddDirectPair(); break;
            default: AddBolt(); break;
        }
    }

    private void AddWhere()
    {
        var divisor = Between(2, 5);
        var (stream, tuples) = GroupedForOperator(out var parallelism);
        var failing = _failures.OfOperator("where", tuples, parallelism);
        var kept = failing.Kept(tuples).Where(x => x % divisor != 0);
        var output = stream.Where(x => failing.Passed(x) % divisor != 0, failing.Policy);
        _streams.Add(new(output, [.. kept], parallelism));
        AddLetters(output.DeadLetters, failing, tuples, parallelism);
    }

    private void AddSelect()
    {
        var offset = Between(-9, 9);
        var (stream, tuples) = GroupedForOperator(out var parallelism);
        var failing = _failures.OfOperator("select", tuples, parallelism);
        var turned = failing.Kept(tuples).Select(x => x + offset);
        var output = stream.Select(x => failing.Passed(x) + offset, failing.Policy);
        _streams.Add(new(output, [.. turned], parallelism));
        AddLetters(output.DeadLetters, failing, tuples, parallelism);
    }

    private void AddSelectMany()
    {
        var (stream, tuples) = GroupedForOperator(out var parallelism);
        var most = tuples.Count > MostTuples ? 2 : 5;
        var failing = _failures.OfOperator("select-many", tuples, parallelism);
        IEnumerable<long> Expand(long x) => Enumerable.Range(0, (int)(Math.Abs(x) % most)).Select(i => x + i);
        IEnumerable<long> ExpandOrThrow(long x)
        {
            if (failing.On(x) && failing.AfterEmits > 0) yield return x; // one is held whatever the options
            failing.Passed(x);
            foreach (var item in Expand(x)) yield return item;
        }
        var output = stream.SelectMany(ExpandOrThrow, failing.Policy);
        _streams.Add(new(output, [.. failing.Kept(tuples).SelectMany(Expand)], parallelism));
        AddLetters(output.DeadLetters, failing, tuples, parallelism);
    }

    private void AddMerge()
    {
        var parts = Enumerable.Range(0, Between(2, 3)).Select(_ => Pick()).ToList(); // a stream may be merged with itself
        var merged = parts[0].Stream.Merge([.. parts.Skip(1).Select(part => part.Stream)]);
        _streams.Add(new(merged, [.. parts.SelectMany(part => part.Tuples)], parts.Max(part => part.Parallelism)));
    }

    private void AddBolt()
    {
        var (name, parallelism) = (NewName("bolt"), Between(1, 5));
        var (stream, tuples) = Grouped(Pick(), parallelism);
        var most = tuples.Count > MostTuples ? 2 : 4;
        var side = new SideOutput<long>("odd");
        var failing = _failures.Of(name, tuples, parallelism);
        IEnumerable<long> Emits(long x) => Enumerable.Range(0, (int)(Math.Abs(x) % most)).Select(i => x - i);
        var output = stream.Then(name, () =>
        {
            var calls = failing.InTask();
            return new ProbeBolt<long, long>((x, emitter, _) =>
            {
                calls.Throw(x, emitter, side);
                if (x % 2 != 0) emitter.Emit(side, x * 3);
                foreach (var emitted in Emits(x)) emitter.Emit(emitted);
            }, Lifetimes);
        }, parallelism, RandomComponentOptions(failing));
        AddLetters(output.DeadLetters, failing, tuples, parallelism);
        var kept = failing.Kept(tuples);
        _streams.Add(new(output, [.. kept.SelectMany(Emits)], parallelism));
        if (Chance(2)) _streams.Add(new(output.Side(side), [.. kept.Where(x => x % 2 != 0).Select(x => x * 3)], parallelism));
    }

    private void AddTwoInputBolt()
    {
        var (name, parallelism) = (NewName("join"), Between(1, 5));
        var (first, firstTuples) = Grouped(Pick(), parallelism);
        var (second, secondTuples) = Grouped(Pick(), parallelism); // both may be the same stream
        var side = new SideOutput<long>("first");
        List<long> tuples = [.. firstTuples, .. secondTuples];
        var failing = _failures.Of(name, tuples, parallelism);
        var join = _builder.AddBolt(name, () =>
        {
            var calls = failing.InTask();
            return new ProbeTwoInputBolt<long, long, long>(
                (x, emitter) =>
                {
                    emitter.Emit(side, x);
                    calls.Throw(x, emitter);
                    emitter.Emit(x + 1);
                },
                (x, emitter) =>
                {
                    emitter.Emit(-x);
                    calls.Throw(x, emitter);
                });
        }, parallelism, RandomComponentOptions(failing)).First(first).Second(second);
        var output = join.Output;
        AddLetters(() => join.FirstDeadLetters().Merge(join.SecondDeadLetters()), failing, tuples, parallelism);
        var (kept, keptSecond) = (failing.Kept(firstTuples), failing.Kept(secondTuples));
        _streams.Add(new(output, [.. kept.Select(x => x + 1), .. keptSecond.Select(x => -x)], parallelism));
        if (Chance(2)) _streams.Add(new(output.Side(side), kept, parallelism));
    }

    private void AddKeyedBolt()
    {
        var (name, parallelism) = (NewName("number"), Between(1, 5));
        var keys = Between(1, 20);
        var known = Pick();
        var (stream, tuples) = Grouped(known, readers: 1, operators: true);
        var keyFailing = _failures.OfOperator("key", tuples, known.Parallelism);
        var keyed = keyFailing.Kept(tuples);
        var failing = _failures.Of(name, keyed, parallelism);
        var grouped = stream.GroupBy(x => keyFailing.Passed(x) % keys, onFailure: keyFailing.Policy);
        var output = grouped.Then(name, () => new FailingKeyedBolt(failing.InTask().Now, Lifetimes), parallelism, RandomComponentOptions(failing));
        AddLetters(grouped.DeadLetters, keyFailing, tuples, known.Parallelism);
        AddLetters(output.DeadLetters, failing, keyed, parallelism);
        var expected = failing.Kept(keyed).GroupBy(x => x % keys).SelectMany(group => group.Select((_, i) => (group.Key * 1000) + i + 1));
        _streams.Add(new(output, [.. expected], parallelism));
    }

    private void AddDirectPair()
    {
        var (name, senders, readers) = (NewName("teller"), Between(1, 5), Between(1, 5));
        var (stream, tuples) = Grouped(Pick(), senders);
        var failing = _failures.Of(name, tuples, senders);
        var told = stream.Then(name, () =>
        {
            var calls = failing.InTask();
            return new ProbeBolt<long, long>((x, emitter, _) =>
            {
                emitter.EmitTo((int)(Math.Abs(x) % readers), x);
                calls.Throw(x, emitter);
            }, Lifetimes);
        }, senders, RandomComponentOptions(failing));
        AddLetters(told.DeadLetters, failing, tuples, senders);
        var told2 = told.Direct().Then(NewName("told"), () => new ProbeBolt<long, long>((x, emitter, context) =>
        {
            if (context.TaskIndex == (int)(Math.Abs(x) % readers)) emitter.Emit(x);
        }), readers);
        _streams.Add(new(told, failing.Kept(tuples), senders));
        _streams.Add(new(told2, failing.Kept(tuples), readers));
    }

    /// <summary>Makes a stream of the tuples that a component fails on for good, or ignores them.</summary>
    private void AddLetters(Func<Stream<DeadLetter<long>>> letters, Failing failing, IReadOnlyList<long> tuples, int parallelism)
    {
        if (failing.Policy != TupleFailurePolicy.DeadLetter) return;
        if (Chance(4))
        {
            letters().Ignore();
            return;
        }
        _failures.NameOf("select"); // that of the next line, which does not fail
        _streams.Add(new(letters().Select(letter => letter.Tuple), failing.Failed(tuples), parallelism));
    }

    private (Stream<long> Stream, IReadOnlyList<long> Tuples) GroupedForOperator(out int parallelism)
    {
        var picked = Pick();
        parallelism = picked.Parallelism;
        return Grouped(picked, parallelism, operators: true);
    }

    /// <summary>A stream by a random grouping, and what its reader as a whole is given.</summary>
    private (Stream<long> Stream, IReadOnlyList<long> Tuples) Grouped(KnownStream known, int readers, bool operators = false)
    {
        if (operators) readers = known.Parallelism;
        var (stream, tuples) = (known.Stream, known.Tuples);
        return _random.Next(8) switch
        {
            0 => (stream.Shuffle(), tuples),
            1 => (stream.LoadAwareShuffle(), tuples),
            2 => (stream.Global(), tuples),
            3 when tuples.Count * readers <= MostTuples => (stream.All(), [.. Enumerable.Repeat(tuples, readers).SelectMany(copy => copy)]),
            4 => (stream.Fields(x => x % 10), tuples),
            5 => (stream.Custom((x, tasks) => (int)(Math.Abs(x) % tasks)), tuples),
            _ => (stream, tuples),
        };
    }

    private ComponentOptions RandomComponentOptions(Failing failing) =>
        new() { CanFuse = !Chance(4), OwnThread = Chance(12), OnFailure = failing.Policy, Retry = failing.Retry };

    private KnownStream Pick() => _streams[_random.Next(_streams.Count)];

    private string NewName(string word) => $"{word}-of-test-{++_names}";

    private int Between(int least, int most) => _random.Next(least, most + 1);

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private int OneOf(params int[] values) => values[_random.Next(values.Length)];
}
