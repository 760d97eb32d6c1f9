using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Outputs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace LambdaSpeed.Tests.Building;

/// <summary>Behind a spout whose partitions have no fixed owner stands nothing that needs all tuples of a key.</summary>
public sealed class SharedSourceTests
{
    private static readonly PlaceOfOutputs _place = new();

    private static readonly Dictionary<string, (Action<Stream<long>> Wire, string Need)> _refused = new()
    {
        ["view"] = (numbers => Counted(numbers), "it is a view"),
        ["view, added up before"] = (
            numbers => numbers.GroupBy(x => x).PreAggregate().Aggregate("part", a => a.Count()).ToView(), "it is a view"),
        ["view, by partial keys"] = (
            numbers => numbers.GroupBy(x => x).PartialKey().Aggregate("part", a => a.Count()).ToView(), "it is a view"),
        ["view behind others"] = (
            numbers => Counted(numbers.Select(x => x + 1).Then("between", Pass).Shuffle().Then("more", Pass)), "it is a view"),
        ["view of dead letters"] = (
            numbers =>
            {
                var kept = numbers.Select(x => x, TupleFailurePolicy.DeadLetter);
                kept.Ignore();
                Counted(kept.DeadLetters().Select(letter => letter.Tuple));
            }, "it is a view"),
        ["view of a merge"] = (numbers => Counted(numbers.Where(x => x > 0).Merge(numbers)), "it is a view"),
        ["windows"] = (
            numbers => Timed(numbers).GroupBy(x => x).Window(Window.Tumbling(TimeSpan.FromSeconds(1)))
                .Aggregate("part", a => a.Count()).ToView(), "adds up windows"),
        ["count windows"] = (
            numbers => numbers.GroupBy(x => x).CountWindow(3).Aggregate("part", a => a.Count()).ToView(), "adds up windows"),
        ["event time"] = (numbers => Timed(numbers, "part").Ignore(), "event time"),
        ["keyed bolt"] = (numbers => numbers.GroupBy(x => x).Then("part", () => new NumberingBolt()).Ignore(), "state by key"),
        ["join"] = (
            numbers => Timed(numbers).GroupBy(x => x).Join(
                Timed(numbers, "again").GroupBy(x => x), "part", JoinWindow.Within(TimeSpan.FromSeconds(1)), (left, right) => left + right)
                .Ignore(), "state by key"),
        ["deduplication"] = (
            numbers => Timed(numbers).Deduplicate("part", x => x, TimeSpan.FromSeconds(1)).Ignore(), "state by key"),
        ["async calls by key"] = (
            numbers => numbers.SelectAsync("part", Call, orderBy: x => x).Ignore(), "the calls of a key"),
        ["bolt by key"] = (numbers => numbers.Fields(x => x).Then("part", Pass, 2).Ignore(), "all tuples of a key in one task"),
        ["output by key"] = (
            numbers => numbers.Fields(x => x).ToOutlet("part", _place.NewOutlet, parallelism: 2), "all tuples of a key in one task"),
    };

    public static TheoryData<string> Refused() => [.. _refused.Keys];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Build_WithKeysBehindASharedSource_NamesComponentCauseAndRemedy(string what)
    {
        var (wire, need) = _refused[what];
        var problems = ProblemsOf(builder => wire(builder.AddSpout("numbers", Shared())));

        Assert.Contains(problems, problem => problem.Component == "part" && problem.Cause.Contains(need, StringComparison.Ordinal));
        Assert.All(problems, problem =>
        {
            Assert.Contains("spout 'numbers'", problem.Cause, StringComparison.Ordinal);
            Assert.Contains("the consumer group 'billing' moves", problem.Cause, StringComparison.Ordinal);
            Assert.Contains("fixed assignment", problem.Remedy, StringComparison.Ordinal);
        });
        Built(builder => wire(builder.AddSpout("numbers", () => new ListSpout<long>([])))); // it is the source alone
    }

    [Fact]
    public void Build_WithTuplesOneByOne_IsAllowed() => Built(builder =>
    {
        var lookedUp = builder.AddSpout("others", () => new ListSpout<long>([])).GroupBy(x => x).Aggregate("v", a => a.Count()).ToView();
        var numbers = builder.AddSpout("numbers", Shared(), 2);
        numbers.Where(x => x > 0).Select(x => x + 1).SelectMany(x => new[] { x, x }).Then("bolt", Pass, 3)
            .Lookup("look", lookedUp, x => x, (x, _) => x).SelectAsync("calls", Call)
            .ToOutlet("out", _place.NewOutlet, key: x => x);
        numbers.Global().Then("one", Pass).Ignore();
        numbers.All().Then("each", Pass, 2).ForEach("see", _ => { });
        builder.AddBolt("two", () => new ProbeTwoInputBolt<long, long, long>((_, _) => { }, (_, _) => { }))
            .First(numbers).Second(numbers.Shuffle()).Output.Ignore();
    });

    [Fact]
    public void Build_WithASharedSourceGivenAsObjectOrType_RefusesTheSame()
    {
        Assert.Equal("part", Assert.Single(ProblemsOf(builder => Counted(builder.AddSpout("numbers", new SharedSpout())))).Component);

        using var services = new ServiceCollection().AddTransient(_ => new SharedSpout()).BuildServiceProvider();
        var problem = Assert.Single(ProblemsOf(builder => Counted(builder.AddSpout<SharedSpout, long>("numbers")), services));
        Assert.Equal("part", problem.Component);
        Assert.Contains(nameof(SharedSpout), problem.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithAFactoryThatDoesNotSay_RefusesTheSame()
    {
        var builder = new TopologyBuilder("shared");
        Counted(builder.AddSpout("numbers", () => new SharedSpout()));

        var fault = await Assert.ThrowsAsync<TopologyException>(() => builder.StartAsync());
        Assert.Equal("part", Assert.Single(fault.Problems).Component);
    }

    private static Func<ISpout<long>> Shared() => Spouts.Shared<long>("the consumer group 'billing'", () => new SharedSpout());

    private static void Counted(Stream<long> numbers) => numbers.GroupBy(x => x).Aggregate("part", a => a.Count()).ToView();

    private static Stream<long> Timed(Stream<long> numbers, string name = "time") =>
        numbers.WithEventTime(_ => DateTimeOffset.UnixEpoch, WatermarkStrategy.Ascending(), name: name);

    private static ValueTask<long> Call(long number, CancellationToken cancellationToken) => ValueTask.FromResult(number);

    private static ProbeBolt<long, long> Pass() => new((number, output, _) => output.Emit(number));

    private static IReadOnlyList<TopologyProblem> ProblemsOf(Action<TopologyBuilder> wire, IServiceProvider? services = null)
    {
        var builder = new TopologyBuilder("shared", services);
        wire(builder);
        return Assert.Throws<TopologyException>(builder.Build).Problems;
    }

    private static void Built(Action<TopologyBuilder> wire)
    {
        var builder = new TopologyBuilder("shared");
        wire(builder);
        builder.Build();
    }
}
