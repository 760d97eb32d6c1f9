using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Operators with a failure policy: a skipped tuple is counted, and has left nothing behind.</summary>
public sealed class SkippingOperatorTests
{
    private const TupleFailurePolicy Skip = TupleFailurePolicy.Skip;

    private static readonly List<long> _numbers = [.. Enumerable.Range(0, 2000).Select(n => (long)n)];

    public static TheoryData<string, int, bool> Places() => new(
        from place in new[] { "where", "select", "select-many", "select-many-items", "key", "element", "value" }
        from chunk in new[] { 1, 16, 256 }
        from tracks in new[] { true, false }
        select (place, chunk, tracks));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Skip_OperatorThrows_CountsTuple_AndLeavesNoEffect(string place, int chunk, bool tracks)
    {
        var builder = new TopologyBuilder("skip");
        var view = Summed(builder.AddSpout("numbers", () => new ListSpout<long>(_numbers), 2), place, out var component);

        await using var run = await builder.RunToEndAsync(new() { ChunkSize = chunk, TracksPositions = tracks });

        var expected = _numbers.Where(x => x % 7 != 0).GroupBy(x => x % 10).ToDictionary(key => key.Key, key => key.Sum());
        Assert.Equal(expected, run.View(view).Content());
        Assert.Equal(_numbers.Count(x => x % 7 == 0), run.Component(component).TuplesSkipped);
        Assert.Equal(_numbers.Count, run.Component(component).TuplesRead);
    }

    [Fact]
    public async Task Skip_KeyIsNull_CountsTuple()
    {
        var builder = new TopologyBuilder("skip");
        var view = builder.AddSpout("words", new ListSpout<string?>(["a", null, "b", null, "a"]))
            .GroupBy(word => word!, onFailure: Skip).Aggregate("words-by-key", a => a.Count()).ToView();

        await using var run = await builder.RunToEndAsync();

        Assert.Equal(new() { ["a"] = 2, ["b"] = 1 }, run.View(view).Content());
        Assert.Equal(2, run.Component("key-1").TuplesSkipped);
    }

    [Fact]
    public async Task Skip_SequenceBeyondWhatIsHeld_HaltsAllTheSame()
    {
        var builder = new TopologyBuilder("skip");
        builder.AddSpout("numbers", new ListSpout<long>([5])).SelectMany(_ => Long(), Skip).ForEach("see", _ => { });

        var fault = await builder.RunToFaultAsync<TupleFailedException>(new() { MaxHeldSequence = 50 });

        Assert.Equal(("select-many-1", 0L), (fault.Component, fault.Ordinal));

        static IEnumerable<long> Long()
        {
            for (var i = 0L; i < 100; i++) yield return i;
            throw new TestFailure();
        }
    }

    [Fact]
    public async Task Skip_InAQuery_GoesByTheMethods()
    {
        var builder = new TopologyBuilder("skip");
        var view = (from x in builder.AddSpout("numbers", new ListSpout<long>(_numbers)).Select(ThrowIfSeventh, Skip)
                    where x % 2 == 0
                    group x by x % 10 into digit
                    select digit.Sum(x => x)).ToView("sums");

        await using var run = await builder.RunToEndAsync();

        Assert.Equal(_numbers.Where(x => x % 7 != 0 && x % 10 == 4).Sum(), run.View(view).Get(4));
    }

    private static ViewName<long, long> Summed(Stream<long> numbers, string place, out string component)
    {
        component = place is "element" or "value" ? "key-1" : place.StartsWith("select-many", StringComparison.Ordinal) ? "select-many-1" : place + "-1";
        if (place == "key") return Sum(numbers.GroupBy(x => ThrowIfSeventh(x) % 10, onFailure: Skip), x => x);
        if (place == "element") return Sum(numbers.GroupBy(x => x % 10, ThrowIfSeventh, onFailure: Skip), x => x);
        if (place == "value") return Sum(numbers.GroupBy(x => x % 10, onFailure: Skip), ThrowIfSeventh);

        var passed = place switch
        {
            "where" => numbers.Where(x => ThrowIfSeventh(x) >= 0, Skip),
            "select" => numbers.Select(ThrowIfSeventh, Skip),
            "select-many" => numbers.SelectMany(AndHalfAnother, Skip),
            _ => numbers.SelectMany(x => new[] { x, -1L }, (x, item) => item >= 0 ? item : Math.Min(item, ThrowIfSeventh(x)), Skip),
        };
        return Sum(passed.Where(x => x >= 0).GroupBy(x => x % 10), x => x);
    }

    private static ViewName<long, long> Sum(KeyedStream<long, long> stream, Func<long, long> value) =>
        stream.Aggregate("sums", a => a.Sum(value)).ToView();

    private static long ThrowIfSeventh(long x) => x % 7 == 0 ? throw new TestFailure() : x;

    private static IEnumerable<long> AndHalfAnother(long x)
    {
        yield return x;
        ThrowIfSeventh(x);
    }
}
