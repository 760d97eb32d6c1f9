using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Joins;

/// <summary>Every kind of join against plain LINQ over the tuples that are not late: with disorder, equal times, failures, any number of
/// sources and tasks.</summary>
public sealed class JoinOracleTests
{
    private const int Seeds = 60;

    [Theory]
    [InlineData(JoinKind.Inner)]
    [InlineData(JoinKind.Left)]
    [InlineData(JoinKind.Right)]
    [InlineData(JoinKind.Full)]
    public async Task Join_OfRandomStreams_IsThatOfLinq(JoinKind kind)
    {
        var (late, results, failures) = (0L, 0L, 0);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new RandomJoin(seed, kind);
            await using var run = await random.Describe().RunToEndAsync(new()
            {
                EpochInterval = TimeSpan.FromMilliseconds(2),
                Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) },
            });

            var expected = random.Expected();
            var actual = run.View(new ViewName<string, long>("results")).Content();
            Assert.True(Same(expected, actual), $"seed {seed}: {random}\n{Difference(expected, actual)}");
            Assert.Equal(random.Fails ? 1 : 0, run.Restarts);
            failures += run.Restarts;

            // the watermark behind the join is held back, so nothing is late there
            var windows = run.View(new WindowViewName<int, long>("windows")).All().ToList();
            Assert.Equal(expected.Values.Sum(), windows.Sum(window => window.Value));
            Assert.Equal(0, run.Component("windows").TuplesLate);
            Assert.Equal(random.Late, run.View(new ViewName<int, long>("late-left")).Get(0) + run.View(new ViewName<int, long>("late-right")).Get(0));
            if (run.Restarts == 0) Assert.Equal(random.Late, run.Component("join").TuplesLate);
            (late, results) = (late + random.Late, results + windows.Count);
        }
        Assert.True(late > Seeds && results > Seeds * 20 && failures > 5, $"too little happened: {late} late, {results} results, {failures} failures");
    }

    private static bool Same(Dictionary<string, long> expected, Dictionary<string, long> actual) =>
        expected.Count == actual.Count && expected.All(result => actual.GetValueOrDefault(result.Key) == result.Value);

    private static string Difference(Dictionary<string, long> expected, Dictionary<string, long> actual) =>
        $"missing: {string.Join(", ", expected.Except(actual).Take(5))}\ntoo many: {string.Join(", ", actual.Except(expected).Take(5))}";
}
