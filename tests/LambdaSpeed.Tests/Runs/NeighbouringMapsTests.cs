using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary><c>Select</c>s in a row, which one loop does the work of.</summary>
public sealed class NeighbouringMapsTests
{
    private static readonly long[] _numbers = [.. Enumerable.Range(0, 3_000).Select(number => (long)number)];

    private readonly TopologyBuilder _builder = new("maps");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(14)]
    public async Task Result_IsThatOfOneAfterTheOther(int maps)
    {
        var view = Maps(maps).GroupBy(x => x % 5).Aggregate("sums", a => a.Sum(x => x)).ToView();

        await using var run = await _builder.RunToEndAsync(new() { ChunkSize = 64 });

        Assert.Equal(_numbers.Sum() + ((long)_numbers.Length * maps), run.View(view).Content().Values.Sum());
        for (var map = 1; map <= maps; map++) Assert.Equal(_numbers.Length, run.Component($"select-{map}").TuplesRead);
    }

    [Fact]
    public async Task Types_MayChangeFromMapToMap()
    {
        var view = _builder.AddSpout("numbers", () => new ListSpout<long>(_numbers))
            .Select(x => $"{x}").Select(text => text.Length).Select(length => (length, half: length / 2.0)).Select(pair => pair.half)
            .GroupBy(half => half).Aggregate("counts", a => a.Count()).ToView();

        await using var run = await _builder.RunToEndAsync();

        Assert.Equal(new() { [0.5] = 10, [1] = 90, [1.5] = 900, [2] = 2_000 }, run.View(view).Content());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Failure_IsThatOfTheMapThatThrew(int bad)
    {
        Maps(7, bad).Ignore();

        var fault = await _builder.RunToFaultAsync<TupleFailedException>(new() { ChunkSize = 64 });

        Assert.Equal(($"select-{bad}", 2_000), (fault.Component, fault.Ordinal));
        Assert.IsType<TestFailure>(fault.InnerException);
    }

    [Fact]
    public async Task Map_WithAPolicyOfItsOwn_KeepsIt()
    {
        var view = _builder.AddSpout("numbers", () => new ListSpout<long>(_numbers))
            .Select(x => x + 1).Select(x => x % 3 == 0 ? throw new TestFailure() : x, TupleFailurePolicy.Skip).Select(x => x - 1)
            .GroupBy(x => x % 3).Aggregate("counts", a => a.Count()).ToView();

        await using var run = await _builder.RunToEndAsync();

        Assert.Equal(new() { [0] = 1_000, [1] = 1_000 }, run.View(view).Content());
    }

    private Stream<long> Maps(int count, int bad = 0)
    {
        Stream<long> stream = _builder.AddSpout("numbers", () => new ListSpout<long>(_numbers));
        for (var map = 1; map <= count; map++)
        {
            var before = map - 1;
            var isBad = map == bad;
            stream = stream.Select(x => isBad && x - before == 2_000 ? throw new TestFailure() : x + 1);
        }
        return stream;
    }
}
