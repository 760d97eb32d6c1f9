using Xunit;

namespace LambdaSpeed.Tests.Runs;

public sealed class TopologyRunTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 2)]
    [InlineData(2, 2, 2)]
    [InlineData(3, 5, 1)]
    public async Task Count_OfNumbers_EqualsLinq(int spouts, int tasks, int workers)
    {
        var builder = new TopologyBuilder("numbers");
        var view = builder
            .AddSpout("numbers", () => new RangeSpout(30_000), spouts)
            .Where(number => number % 3 != 0)
            .Select(number => number + 1)
            .GroupBy(number => number % 100)
            .Aggregate("per-remainder", a => a.Count(), tasks)
            .ToView();

        await using var run = await SpeedLayer.StartAsync(builder.Build(), new() { Workers = workers }, Cancel);
        await run.Completion.WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        var expected = Enumerable.Range(0, 30_000).Where(n => n % 3 != 0).Select(n => n + 1L)
            .GroupBy(n => n % 100).ToDictionary(g => g.Key, g => (long)g.Count());
        Assert.Equal(expected.OrderBy(p => p.Key), run.View(view).All().OrderBy(p => p.Key));
        Assert.Equal(expected[7], run.View(view).Read(7, ReadLevel.Latest).Value);
    }

    private sealed class RangeSpout(int count) : Spout<long>
    {
        private int _next;

        public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
        {
            if (_next == 0) _next = Context.TaskIndex;
            for (var i = 0; i < limit && _next < count; i++, _next += Context.TaskCount) output.Emit(_next);
            return _next < count ? SpoutStatus.Ready : SpoutStatus.Ended;
        }
    }
}
