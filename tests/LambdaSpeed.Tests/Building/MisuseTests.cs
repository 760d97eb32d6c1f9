using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace LambdaSpeed.Tests.Building;

/// <summary>Wrong wiring that compiles: what Build reports, in whose name.</summary>
public sealed partial class MisuseTests
{
    public static TheoryData<string> Cases() => [.. _cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Build_OfMisuse_ReportsComponentAndRemedy(string name)
    {
        var problem = Assert.Single(ProblemsOf(_cases[name].Wire), problem => problem.Cause.Contains(_cases[name].Cause, StringComparison.Ordinal));

        Assert.Equal(_cases[name].Component, problem.Component);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void Build_OfManyProblems_ReportsAllAtOnce()
    {
        var fault = Assert.Throws<TopologyException>(() => Wired(builder =>
        {
            var numbers = Numbers(builder);
            numbers.Then("twin", Pass, 0);
            numbers.Then("twin", Pass).Ignore();
            builder.DeclareView<long, long>("promised");
            builder.AddBolt("lonely", Pass).Output.Ignore();
        }).Build());

        Assert.Equal(["lonely", "promised", "twin", "twin", "twin"], fault.Problems.Select(problem => problem.Component).Order());
        Assert.All(fault.Problems, problem => Assert.Contains(problem.ToString(), fault.Message, StringComparison.Ordinal));
        Assert.Contains("'misuse' cannot be built, 5 problems", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_OfTwoCycles_ReportsEach()
    {
        var problems = ProblemsOf(builder =>
        {
            var first = builder.AddBolt("a1", Pass);
            first.From(Numbers(builder)).From(first.Output.Then("a2", Pass));
            var second = builder.AddBolt("b1", Pass);
            second.From(first.Output.Then("between", Pass)).From(second.Output.Then("b2", Pass));
        });

        Assert.Equal(["a1, a2", "b1, b2"], problems.Select(problem => problem.Cause.Split("circle: ")[1]));
    }

    [Fact]
    public void Aggregate_WithoutAnAggregator_IsRefusedWhereItIsCalled()
    {
        var keyed = Numbers(new TopologyBuilder("misuse")).GroupBy(x => x);

        var refusal = Assert.Throws<ArgumentException>(() => keyed.Aggregate("v", a => (Aggregation<long, long, long>)null!));
        Assert.Contains("'v' was chosen as null. Remedy:", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_WithNull_IsRefused()
    {
        var numbers = Numbers(new TopologyBuilder("misuse"));

        Assert.Contains("Stream 1", Assert.Throws<ArgumentException>(() => numbers.Merge(numbers, null!)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Types() => [.. _byType.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Build_WithServiceThatIsNotRegistered_NamesIt(string what)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var builder = new TopologyBuilder("misuse", services);
        _byType[what](builder);

        var problem = Assert.Single(Assert.Throws<TopologyException>(builder.Build).Problems);
        Assert.Equal("part", problem.Component);
        Assert.Contains("is not registered as a service", problem.Cause, StringComparison.Ordinal);
        Assert.Contains("services.AddTransient<", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_WithoutName_IsReported()
    {
        var builder = new TopologyBuilder("");
        Numbers(builder).Ignore();

        Assert.Contains("no name", Assert.Single(Assert.Throws<TopologyException>(builder.Build).Problems).Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Stream_OfAnotherBuilder_IsRefused()
    {
        var foreign = Numbers(new TopologyBuilder("other"));
        var builder = new TopologyBuilder("misuse");

        Assert.Contains("'other'", Assert.Throws<InvalidOperationException>(() => Numbers(builder).Merge(foreign)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => builder.AddBolt("bolt", Pass).From(foreign));
        Assert.Throws<InvalidOperationException>(() => Join(builder).Second(foreign));
    }

    [Fact]
    public void Build_Twice_GivesTopologiesThatDoNotChange()
    {
        var builder = new TopologyBuilder("twice");
        var numbers = Numbers(builder);
        numbers.Ignore();
        var before = builder.Build();
        Counted(numbers, "v");

        Assert.Empty(before.Views);
        Assert.Equal(["v"], builder.Build().Views);
    }

    private static List<TopologyProblem> ProblemsOf(Action<TopologyBuilder> wire) =>
        [.. Assert.Throws<TopologyException>(Wired(wire).Build).Problems];

    private static TopologyBuilder Wired(Action<TopologyBuilder> wire)
    {
        var builder = new TopologyBuilder("misuse");
        wire(builder);
        return builder;
    }

    private static Stream<long> Numbers(TopologyBuilder builder) => builder.AddSpout("numbers", new ListSpout<long>([]));

    private static TwoInputWiring<long, long, long> Join(TopologyBuilder builder) =>
        builder.AddBolt("join", () => new ProbeTwoInputBolt<long, long, long>((_, _) => { }, (_, _) => { }));

    private static void Counted<T>(Stream<T> stream, string name, int parallelism = 1, TupleFailurePolicy onFailure = TupleFailurePolicy.Halt)
        where T : notnull => stream.GroupBy(x => x, onFailure: onFailure).Aggregate(name, a => a.Count(), parallelism).ToView();

    private static void Counted<TKey, T>(KeyedStream<TKey, T> stream)
        where TKey : notnull => stream.Aggregate("v", a => a.Count()).ToView();

    private static Stream<long> Timed(TopologyBuilder builder, string name = "numbers") => builder.AddSpout(name, new ListSpout<long>([]))
        .WithEventTime(_ => DateTimeOffset.UnixEpoch, WatermarkStrategy.Ascending(), name: $"{name}-time");

    private static Action<TopologyBuilder> Joining(
        JoinWindow window, bool isTimed = true, string name = "join", ComponentOptions? options = null) => builder =>
        (isTimed ? Timed(builder) : Numbers(builder)).GroupBy(x => x)
            .Join(Timed(builder, "more").GroupBy(x => x), name, window, (left, right) => left + right, options: options).Ignore();

    private static Action<TopologyBuilder> Retrying(RetryPolicy policy) =>
        builder => Numbers(builder).Then("bolt", Pass, options: new() { Retry = policy }).Ignore();

    private static Action<TopologyBuilder> Ticking(TimeSpan interval) =>
        builder => Numbers(builder).Then("bolt", Pass, options: new() { TickInterval = interval }).Ignore();

    private static Action<TopologyBuilder> Calling(AsyncOptions calls, ComponentOptions? options = null) =>
        builder => Numbers(builder).SelectAsync("calls", Call, calls, options: options).Ignore();

    private static ValueTask<long> Call(long number, CancellationToken cancellationToken) => ValueTask.FromResult(number);

    private static Passing Pass() => new();

    private static async IAsyncEnumerable<long> Nothing()
    {
        await Task.CompletedTask;
        yield break;
    }

    private sealed class Passing : Bolt<long, long>
    {
        public override void Execute(long input, Emitter<long> output) => output.Emit(input);
    }

    private sealed class ClassAggregator : IAggregator<long, List<long>, int>
    {
        public List<long> Zero() => [];

        public void Add(ref List<long> accumulator, long value) => accumulator.Add(value);

        public void Merge(ref List<long> accumulator, in List<long> other) => accumulator.AddRange(other);

        public int Result(in List<long> accumulator) => accumulator.Count;
    }
}
