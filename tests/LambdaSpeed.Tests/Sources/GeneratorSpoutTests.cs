using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Sources;

/// <summary>Generators: shares of the tasks, resuming, and the pace.</summary>
public sealed class GeneratorSpoutTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public async Task Generate_SeveralTasks_MakeEachIndexOnce(int tasks)
    {
        var all = new List<long>();
        for (var task = 0; task < tasks; task++)
        {
            var harness = await SpoutHarness<long>.OpenAsync(Spouts.Generate(i => i, 10), new ComponentContextBuilder(task, tasks));
            all.AddRange(harness.ReadAll(2));
            Assert.Equal(SpoutStatus.Ended, harness.Status);
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), all.Order());
    }

    [Fact]
    public async Task Generate_Resumed_MakesTheRest()
    {
        var first = await SpoutHarness<long>.OpenAsync(Spouts.Generate(i => i, 10), new ComponentContextBuilder(1, 3));
        Assert.Equal([1, 4], first.Next(2));
        List<LogPosition> ofAll = [new(0, 0), .. first.Positions(), new(2, 2)];

        var second = await SpoutHarness<long>.OpenAsync(Spouts.Generate(i => i, 10), new ComponentContextBuilder(1, 3), ofAll);

        Assert.Equal([7], second.ReadAll());
    }

    [Fact]
    public async Task Generate_OtherParallelism_RefusesThePositions() =>
        await Assert.ThrowsAsync<TaskFailedException>(() => SpoutHarness<long>.OpenAsync(
            Spouts.Generate(i => i, 10), new ComponentContextBuilder(1, 2), [new(0, 3), new(1, 4)]));

    [Fact]
    public async Task GeneratePaced_MakesWhatIsDue_AndRestsUntilTheNext()
    {
        var time = new FakeTimeProvider();
        var harness = await OpenPacedAsync(time, perSecond: 10);

        Assert.Equal([0], harness.Next());
        Assert.Equal(SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(100)), harness.Status);
        time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Empty(harness.Next());
        Assert.Equal(SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(50)), harness.Status);
        time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal([1, 2, 3], harness.Next());
        Assert.Equal(SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(100)), harness.Status);
    }

    [Fact]
    public async Task GeneratePaced_LateCalls_DoNotDrift()
    {
        var time = new FakeTimeProvider();
        var harness = await OpenPacedAsync(time, perSecond: 1000.0 / 3);
        long made = harness.Next().Length;
        for (var i = 0; i < 10_000; i++)
        {
            time.Advance(TimeSpan.FromMicroseconds(3_777));
            made += harness.Next().Length;
        }

        Assert.Equal((long)(37.77 * 1000 / 3) + 1, made);
    }

    [Fact]
    public async Task GeneratePaced_FarBehind_CatchesUpWithinTheLimit()
    {
        var time = new FakeTimeProvider();
        var harness = await OpenPacedAsync(time, perSecond: 1000, count: 500);
        harness.Next();
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(100, harness.Next(100).Length);
        Assert.Equal(SpoutStatus.Ready, harness.Status);
        Assert.Equal(399, harness.ReadAll().Count);
        Assert.Equal(SpoutStatus.Ended, harness.Status);
    }

    [Fact]
    public async Task GeneratePaced_HighRate_RestsAMillisecond()
    {
        var harness = await OpenPacedAsync(new FakeTimeProvider(), perSecond: 1e6);

        Assert.Single(harness.Next());
        Assert.Equal(SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(1)), harness.Status);
    }

    [Fact]
    public async Task GeneratePaced_Resumed_StartsItsClockAnew()
    {
        var harness = await SpoutHarness<long>.OpenAsync(
            Spouts.GeneratePaced(i => i, 10), new ComponentContextBuilder(0, 1, new FakeTimeProvider()), [new LogPosition(0, 1_000)]);

        Assert.Equal([1_000], harness.Next());
        Assert.Equal(SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(100)), harness.Status);
    }

    [Fact]
    public async Task GeneratePaced_SecondOfTwoTasks_WaitsForItsFirst()
    {
        var time = new FakeTimeProvider();
        var harness = await SpoutHarness<long>.OpenAsync(Spouts.GeneratePaced(i => i, 10), new ComponentContextBuilder(1, 2, time));

        Assert.Empty(harness.Next());
        time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal([1], harness.Next());
        Assert.Equal(SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(200)), harness.Status);
    }

    private static Task<SpoutHarness<long>> OpenPacedAsync(TimeProvider time, double perSecond, long count = long.MaxValue) =>
        SpoutHarness<long>.OpenAsync(Spouts.GeneratePaced(i => i, perSecond, count), new ComponentContextBuilder(0, 1, time));
}
