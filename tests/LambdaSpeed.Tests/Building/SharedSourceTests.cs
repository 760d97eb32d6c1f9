using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Outputs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace LambdaSpeed.Tests.Building;

/// <summary>Behind a spout whose partitions have no fixed owner stands nothing that needs all tuples of a key.</summary>
public sealed class SharedSourceTests
{
    private static readonly PlaceOfOutputs _place = new();

    private static readonly Dictionary<string, (Action<Stream<long>> Wire, string Component, string Need)> _refused = new()
    {
        ["view"] = (numbers => numbers.GroupBy(x => x).Aggregate("part", a => a.Count()).ToView(), "part", "it is a view"),
        ["view, added up before"] = (
            numbers => numbers.GroupBy(x => x).PartialKeyGrouping().Aggregate("part", a => a.Count()).ToView(), "part", "it is a view"),
        ["view behind others"] = (
            numbers => numbers.Select(x => x + 1).Then("between", Pass).Shuffle().Then("more", Pass)
                .GroupBy(x => x).Aggregate("part", a => a.Count()).ToView(), "part", "it is a view"),
        ["view of dead letters"] = (
            numbers => numbers.Select(x => x, TupleFailurePolicy.DeadLetter).Apart(out var letters)
                .Also(letters.Select(letter => letter.Tuple).GroupBy(x => x).Aggregate("part", a => a.Count()).ToView()),
            "part", "it is a view"),
        ["view of a merge"] = (
            numbers => numbers.Merge(numbers.Where(x => x > 1)).GroupBy(x => x).Aggregate("part", a => a.Count()).ToView(),
            "part", "it is a view"),
        ["count windows"] = (
            numbers => numbers.GroupBy(x => x).CountWindow(3).Aggregate("part", a => a.Count()).ToView(), "part", "windows by key"),
        ["keyed bolt"] = (numbers => numbers.GroupBy(x => x).Then("part", () => new NumberingBolt()).Ignore(), "part", "state by key"),
        ["async calls by key"] = (
            numbers => numbers.SelectAsync("part", (x, _) => ValueTask.FromResult(x), orderBy: x => x).Ignore(), "part", "calls of a key"),
        ["bolt by key"] = (numbers => numbers.Fields(x => x).Then("part", Pass).Ignore(), "part", "all tuples of a key in one task"),
        ["output by key"] = (
            numbers => numbers.Fields(x => x).ToOutlet("part", _place.NewOutlet), "part", "all tuples of a key in one task"),
    };

    public static TheoryData<string> Refused() => [.. _refused.Keys];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Build_WithKeysBehindASharedSource_NamesComponentCauseAndRemedy(string what)
    {
        var (wire, component, need) = _refused[what];
        var builder = new TopologyBuilder("shared");
        wire(builder.AddSpout("numbers", Spouts.Shared("the consumer group 'billing'", NewShared)));

        var problem = Assert.Single(Assert.Throws<TopologyException>(builder.Build).Problems);
        Assert.Equal(component, problem.Component);
        Assert.Contains(need, problem.Cause, StringComparison.Ordinal);
        Assert.Contains("spout 'numbers'", problem.Cause, StringComparison.Ordinal);
        Assert.Contains("the consumer group 'billing'", problem.Cause, StringComparison.Ordinal);
        Assert.Contains("fixed assignment", problem.Remedy, StringComparison.Ordinal);

        var owned = new TopologyBuilder("owned");
        wire(owned.AddSpout("numbers", () => new ListSpout<long>([])));
        owned.Build();
    }

    private static Passing Pass() => new();

    private static ISpout<long> NewShared() => new SharedSpout();
}
