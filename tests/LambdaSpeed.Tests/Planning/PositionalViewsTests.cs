using LambdaSpeed.Planning;
using Xunit;

namespace LambdaSpeed.Tests.Planning;

/// <summary>Which views add up over a cut.</summary>
public sealed class PositionalViewsTests
{
    private static readonly Dictionary<string, Func<Stream<long>, Stream<long>>> _steps = new(StringComparer.Ordinal)
    {
        ["nothing"] = numbers => numbers,
        ["stateless"] = numbers => numbers.Where(x => x > 0).Select(x => x + 1).Then<long>("bolt", (x, output) => output.Emit(x)),
        ["lookup"] = numbers => numbers.Lookup("lookup", new ViewName<long, long>("counts"), x => x, (x, found) => x + found.Value),
        ["calls"] = numbers => numbers.SelectAsync("calls", (x, _) => ValueTask.FromResult(x)),
        ["duplicates"] = numbers => numbers.Deduplicate("duplicates", x => x, TimeSpan.FromMinutes(1)),
        ["ticks"] = numbers => numbers.Then<long>("ticks", (x, output) => output.Emit(x), 1, new() { TickInterval = TimeSpan.FromSeconds(1) }),
    };

    public static TheoryData<string> Steps => [.. _steps.Keys];

    [Theory]
    [MemberData(nameof(Steps))]
    public void View_IsPositional_BehindStatelessStepsAlone(string step)
    {
        var builder = new TopologyBuilder("positional");
        _steps[step](builder.AddSpout("numbers", Spouts.FromArray([1L]))).GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();

        var why = PositionalViews.WhyNot(builder.Build(), "counts");

        if (step is "nothing" or "stateless") Assert.Null(why);
        else Assert.Contains($"'{step}'", why, StringComparison.Ordinal);
    }
}
