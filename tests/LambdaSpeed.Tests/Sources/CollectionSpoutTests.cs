using Xunit;

namespace LambdaSpeed.Tests.Sources;

/// <summary>Sequences and arrays: in order, within the limit, and again from every position.</summary>
public sealed class CollectionSpoutTests
{
    private static readonly int[] Ten = [.. Enumerable.Range(0, 10)];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100)]
    public async Task FromEnumerable_ReadsAllAndEnds(int limit)
    {
        var harness = await SpoutHarness<int>.OpenAsync(Spouts.FromEnumerable(Ten.Select(i => i)));

        Assert.Equal(Ten, harness.ReadAll(limit));
        Assert.Equal(SpoutStatus.Ended, harness.Status);
    }

    [Fact]
    public async Task FromEnumerable_EveryPosition_ResumesWithTheRest() => await ResumesAnywhere(Spouts.FromEnumerable(Ten.Select(i => i)));

    [Fact]
    public async Task FromArray_EveryPosition_ResumesWithTheRest() => await ResumesAnywhere(Spouts.FromArray(Ten));

    [Fact]
    public async Task FromEnumerable_PositionBehindTheEnd_Fails()
    {
        var harness = await SpoutHarness<int>.OpenAsync(Spouts.FromEnumerable(Ten), [new LogPosition(0, 11)]);

        Assert.Contains("continue at 11", Assert.Throws<TaskFailedException>(() => harness.Next()).Message);
    }

    [Fact]
    public async Task FromEnumerable_LongSkip_IsTakenInSteps()
    {
        var harness = await SpoutHarness<int>.OpenAsync(
            Spouts.FromEnumerable(Enumerable.Range(0, 200_001)), [new LogPosition(0, 200_000)]);

        Assert.Empty(harness.Next());
        Assert.Equal(SpoutStatus.Ready, harness.Status);
        Assert.Equal([new LogPosition(0, 200_000)], harness.Positions());
        Assert.Equal([200_000], harness.ReadAll());
    }

    [Fact]
    public async Task FromEnumerable_SeveralTasks_FailsAtOpen() =>
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => SpoutHarness<int>.OpenAsync(Spouts.FromEnumerable(Ten), new ComponentContextBuilder(0, 2)));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(11)]
    public async Task FromArray_SeveralTasks_ShareItOut(int tasks)
    {
        var all = new List<int>();
        for (var task = 0; task < tasks; task++)
        {
            var harness = await SpoutHarness<int>.OpenAsync(Spouts.FromArray(Ten), new ComponentContextBuilder(task, tasks));
            all.AddRange(harness.ReadAll(2));
        }

        Assert.Equal(Ten, all);
    }

    [Fact]
    public async Task FromArray_OtherParallelism_RefusesThePositions()
    {
        var two = await SpoutHarness<int>.OpenAsync(Spouts.FromArray(Ten), new ComponentContextBuilder(0, 2));
        List<LogPosition> ofTwo = [.. two.Positions(), new LogPosition(1, 5)];

        await Assert.ThrowsAsync<TaskFailedException>(() => SpoutHarness<int>.OpenAsync(Spouts.FromArray(Ten), ofTwo));
    }

    [Fact]
    public async Task FromArray_Empty_Ends()
    {
        var harness = await SpoutHarness<int>.OpenAsync(Spouts.FromArray<int>([]));

        Assert.Empty(harness.Next());
        Assert.Equal(SpoutStatus.Ended, harness.Status);
    }

    private static async Task ResumesAnywhere(Func<ISpout<int>> factory)
    {
        for (var read = 1; read <= Ten.Length; read++)
        {
            var first = await SpoutHarness<int>.OpenAsync(factory);
            Assert.Equal(Ten[..read], first.Next(read));
            Assert.Equal(Enumerable.Range(0, read).Select(i => new LogPosition(0, i)), first.Stamps);

            var second = await SpoutHarness<int>.OpenAsync(factory, first.Positions());
            Assert.Equal(Ten[read..], second.ReadAll(3));
        }
    }
}
