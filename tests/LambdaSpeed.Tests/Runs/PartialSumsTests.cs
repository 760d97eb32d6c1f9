using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Sending tasks that add up by themselves.</summary>
public sealed class PartialSumsTests
{
    private const int Count = 20_000;

    private static readonly SpeedLayerOptions _options = new() { ChunkSize = 16, EpochInterval = TimeSpan.FromMinutes(1) };
    private static readonly long[] _numbers = [.. Enumerable.Range(0, Count).Select(number => (long)number)];

    private readonly TopologyBuilder _builder = new("sums");

    [Theory]
    [InlineData(7)]      // a sum stands for many
    [InlineData(20_000)] // for one
    public async Task Result_IsThatOfTheTuples(long keys)
    {
        var view = Numbers().GroupBy(x => x % keys).Aggregate("sums", a => a.Sum(x => x), 2).ToView();

        await using var run = await _builder.RunToEndAsync(_options);

        Assert.Equal(_numbers.GroupBy(x => x % keys).ToDictionary(group => group.Key, group => group.Sum()), run.View(view).Content());
        var (tuples, sums) = Sent(run);
        Assert.True(sums > 0, "never tried");
        if (keys == 7) Assert.InRange(tuples + sums, 1, Count / 4);
        else Assert.InRange(tuples, Count / 2, Count);
    }

    [Fact]
    public async Task Selector_Throws_SkipsThatTupleAlone_AlsoAmongSums()
    {
        var view = Numbers()
            .GroupBy(x => x % 1000 == 999 ? throw new TestFailure() : x % 3, onFailure: TupleFailurePolicy.Skip)
            .Aggregate("counts", a => a.Count(), 2).ToView();

        await using var run = await _builder.RunToEndAsync(_options);

        Assert.Equal(Count - (Count / 1000), run.View(view).Content().Values.Sum());
        Assert.Equal(Count / 1000, run.Component("key-1").TuplesSkipped);
        Assert.True(Sent(run).Sums > 0, "never tried");
    }

    [Fact]
    public async Task Aggregator_Throws_HaltsInTheNameOfTheView()
    {
        Numbers().GroupBy(x => x % 3)
            .Aggregate("bad", a => a.Fold(0L, (sum, x) => x == 9_000 ? throw new TestFailure() : sum + x, (left, right) => left + right), 2)
            .ToView();

        var fault = await _builder.RunToFaultAsync<TupleFailedException>(_options);

        Assert.Equal("bad", fault.Component);
        Assert.IsType<TestFailure>(fault.InnerException);
    }

    [Fact]
    public async Task Sums_AreHandedOn_WhenNoMoreInputComes()
    {
        var push = new PushSpout<long>(64);
        var view = _builder.AddSpout("pushed", push).GroupBy(x => x % 3).Aggregate("counts", a => a.Count(), 2).ToView();
        await using var run = await _builder.StartAsync(_options);

        for (var sent = 0; sent < 5_000; sent++) await push.SendAsync(sent, RunFixture.Cancel);

        // no epoch ends meanwhile
        await run.Until(() => Enumerable.Range(0, 3).Sum(key => run.View(view).Read(key, ReadLevel.Latest).Value) == 5_000);
    }

    private Stream<long> Numbers() => _builder.AddSpout("numbers", () => new ListSpout<long>(_numbers), 1);

    private static (long Tuples, long Sums) Sent(TopologyRun run)
    {
        var edges = run.Describe().Edges;
        var sums = edges.Where(edge => edge.Name.Contains("partial sums", StringComparison.Ordinal)).Sum(edge => edge.Sent);
        return (edges.Sum(edge => edge.Sent) - sums, sums);
    }
}
