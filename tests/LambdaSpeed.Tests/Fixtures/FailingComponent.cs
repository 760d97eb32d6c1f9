namespace LambdaSpeed.Tests.Fixtures;

/// <summary>A component of each kind that fails on every seventh number, after half its effects; with the sums of what it makes by their last
/// digit, and its dead letters.</summary>
internal sealed class FailingComponent
{
    public static readonly string[] Kinds =
    [
        "where", "select", "select-many", "select-many-items", "key", "element", "value", "bolt", "lambda", "two-input", "keyed-bolt", "action",
    ];

    private readonly ComponentOptions _options;
    private readonly int _parallelism;

    public FailingComponent(TopologyBuilder builder, Stream<long> numbers, string kind, ComponentOptions options, int parallelism = 1)
    {
        _options = options;
        _parallelism = parallelism;
        Times = kind == "two-input" ? 2 : 1;
        switch (kind)
        {
            case "key":
                AddGrouped(numbers.GroupBy(x => ThrowIfSeventh(x) % 10, onFailure: options.OnFailure), x => x);
                break;
            case "element":
                AddGrouped(numbers.GroupBy(x => x % 10, ThrowIfSeventh, onFailure: options.OnFailure), x => x);
                break;
            case "value":
                AddGrouped(numbers.GroupBy(x => x % 10, onFailure: options.OnFailure), ThrowIfSeventh);
                break;
            case "two-input":
                AddTwoInput(builder, numbers);
                break;
            case "action":
                AddAction(numbers);
                break;
            default:
                Add(Process(numbers, kind));
                break;
        }
    }

    /// <summary>The component's name.</summary>
    public string Name { get; private set; } = "failing";

    /// <summary>How often each number goes in.</summary>
    public int Times { get; }

    /// <summary>The sums by last digit; null when nothing comes out of the component.</summary>
    public ViewName<long, long>? Sums { get; private set; }

    /// <summary>Asks for the dead letters.</summary>
    public Func<Stream<DeadLetter<long>>> DeadLetters { get; private set; } = null!;

    public static bool IsKept(long x) => x % 7 != 0;

    private ProcessedStream<long, long> Process(Stream<long> numbers, string kind)
    {
        if (!kind.EndsWith("bolt", StringComparison.Ordinal) && kind != "lambda")
        {
            Name = kind.StartsWith("select-many", StringComparison.Ordinal) ? "select-many-1" : kind + "-1";
        }
        var policy = _options.OnFailure;
        return kind switch
        {
            "where" => numbers.Where(x => ThrowIfSeventh(x) >= 0, policy),
            "select" => numbers.Select(ThrowIfSeventh, policy),
            "select-many" => numbers.SelectMany(HalfOfEach, policy),
            "select-many-items" => numbers.SelectMany(x => new[] { -1, x }, (x, item) => item < 0 ? 0 : ThrowIfSeventh(x), policy),
            "bolt" => numbers.Then("failing", () => new ProbeBolt<long, long>((x, output, _) => EmitOrThrow(x, output)), _parallelism, _options),
            "lambda" => numbers.Then<long>("failing", EmitOrThrow, _parallelism, _options),
            _ => numbers.GroupBy(x => x % 10).Then("failing", () => new FlakySummingBolt(x => IsKept(x) ? 0 : int.MaxValue), _parallelism, _options),
        };
    }

    private void Add(ProcessedStream<long, long> stream)
    {
        Sums = Name == "failing" ? SumOfHalves(stream) : Sum(stream.GroupBy(x => x % 10), x => x);
        DeadLetters = stream.DeadLetters;
    }

    private void AddGrouped(GroupedStream<long, long, long> stream, Func<long, long> value)
    {
        Name = "key-1";
        Sums = Sum(stream, value);
        DeadLetters = stream.DeadLetters;
    }

    private void AddTwoInput(TopologyBuilder builder, Stream<long> numbers)
    {
        var wiring = builder.AddBolt("failing", () => new ProbeTwoInputBolt<long, long, long>(EmitOrThrow, EmitOrThrow), _parallelism, _options)
            .First(numbers).Second(numbers);
        Sums = SumOfHalves(wiring.Output);
        DeadLetters = () => wiring.FirstDeadLetters().Merge(wiring.SecondDeadLetters());
    }

    private void AddAction(Stream<long> numbers)
    {
        DeadLetters = numbers.ForEach("failing", x => ThrowIfSeventh(x), _parallelism, _options).DeadLetters;
    }

    /// <summary>Bolts emit each number twice: halves make their sums.</summary>
    private static ViewName<long, long> SumOfHalves(Stream<long> stream) =>
        stream.GroupBy(x => x % 10).Aggregate("sums", a => a.Combine(a.Sum(x => x), a.Count(), (sum, _) => sum / 2)).ToView();

    private static ViewName<long, long> Sum(KeyedStream<long, long> stream, Func<long, long> value) =>
        stream.Aggregate("sums", a => a.Sum(value)).ToView();

    private static void EmitOrThrow(long x, Emitter<long> output)
    {
        output.Emit(x);
        ThrowIfSeventh(x);
        output.Emit(x);
    }

    private static IEnumerable<long> HalfOfEach(long x)
    {
        yield return x;
        ThrowIfSeventh(x);
        yield return 0;
    }

    private static long ThrowIfSeventh(long x) => IsKept(x) ? x : throw new TestFailure($"on {x}");
}
