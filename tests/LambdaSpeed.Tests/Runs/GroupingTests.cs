using System.Collections.Concurrent;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Where the tuples of each grouping go.</summary>
public sealed class GroupingTests
{
    private readonly ConcurrentBag<(long Tuple, int Task)> _seen = [];

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    public async Task Fields_OfBolt_NeverSplitsKey(int senders, int tasks)
    {
        await Read(stream => stream.Fields(x => x % 50), senders, tasks);

        Assert.Equal(50, _seen.GroupBy(seen => seen.Tuple % 50).Count(key => key.Select(seen => seen.Task).Distinct().Count() == 1));
        Assert.Equal(tasks, _seen.Select(seen => seen.Task).Distinct().Count());
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 2)]
    public async Task Fields_OfKeyedBolt_NeverSplitsKey(int senders, int tasks)
    {
        var builder = new TopologyBuilder("keyed");
        builder.AddSpout("numbers", () => new ListSpout<long>(Numbers(1000)), senders).GroupBy(x => x % 50)
            .Then("number", () => new NumberingBolt(), tasks)
            .ForEach("see", number => _seen.Add((number, 0)));
        await using var run = await builder.RunToEndAsync();

        var expected = Numbers(1000).GroupBy(x => x % 50).SelectMany(key => Enumerable.Range(1, 20).Select(n => (key.Key * 1000) + n));
        Assert.Equal(expected.Order(), _seen.Select(seen => seen.Tuple).Order());
    }

    [Fact]
    public async Task All_MultipliesByTasks()
    {
        await Read(stream => stream.All(), senders: 2, tasks: 3);

        Assert.All(_seen.GroupBy(seen => seen.Tuple), tuple => Assert.Equal([0, 1, 2], tuple.Select(seen => seen.Task).Order()));
        Assert.Equal(3000, _seen.Count);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 5)]
    public async Task Shuffle_IsEven(int senders, int tasks)
    {
        await Read(stream => stream.Shuffle(), senders, tasks);

        var counts = _seen.CountBy(seen => seen.Task).Select(pair => pair.Value).ToList();
        Assert.Equal(1000, counts.Sum());
        Assert.InRange(counts.Max() - counts.Min(), 0, senders * 10); // a chunk for each sender
    }

    [Fact]
    public async Task Global_GoesToTaskZero()
    {
        await Read(stream => stream.Global(), senders: 3, tasks: 3);

        Assert.Equal(1000, _seen.Count(seen => seen.Task == 0));
    }

    [Fact]
    public async Task Merge_OfGroupedStreams_KeepsTheGroupingOfEach()
    {
        var builder = new TopologyBuilder("merged");
        Stream<long> Spout(string name, long first) =>
            builder.AddSpout(name, new ListSpout<long>([.. Enumerable.Range(0, 500).Select(n => first + n)]));
        Spout("spread", 0).Merge(Spout("global", 1000).Global(), Spout("told", 2000).Custom((_, _) => 3))
            .Then("read", () => new ProbeBolt<long, long>((x, _, context) => _seen.Add((x, context.TaskIndex))), 4).Ignore();
        await using var run = await builder.RunToEndAsync(new() { ChunkSize = 10 });

        Assert.Equal([0, 1, 2, 3], TasksOf(0));
        Assert.Equal([0], TasksOf(1));
        Assert.Equal([3], TasksOf(2));

        IEnumerable<int> TasksOf(long source) => _seen.Where(seen => seen.Tuple / 1000 == source).Select(seen => seen.Task).Distinct().Order();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task Fields_OfNullKey_IsAFaultOfTheSender(int senders, int tasks)
    {
        var fault = await Wired(stream => stream.Fields(x => x == 500 ? null! : $"{x}"), senders, tasks).RunToFaultAsync<TaskFailedException>();

        Assert.Equal("numbers", fault.Component);
        Assert.Contains("Keys cannot be null", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LocalOrShuffle_OfEqualParallelism_StaysLocal()
    {
        await Read(stream => stream, senders: 3, tasks: 3);

        Assert.All(_seen, seen => Assert.Equal(seen.Tuple % 3, seen.Task));
    }

    [Fact]
    public async Task Custom_RoutesAsTold()
    {
        await Read(stream => stream.Custom((x, tasks) => (int)(x * 7 % tasks)), senders: 2, tasks: 5);

        Assert.All(_seen, seen => Assert.Equal(seen.Tuple * 7 % 5, seen.Task));
        Assert.Equal(1000, _seen.Count);
    }

    [Fact]
    public async Task Direct_RoutesAsTold()
    {
        await Read(stream => Tell(stream, (x, readers) => (int)(x % readers)), senders: 2, tasks: 3);

        Assert.All(_seen, seen => Assert.Equal(seen.Tuple % 3, seen.Task));
        Assert.Equal(1000, _seen.Count);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-2)]
    [InlineData(int.MaxValue)]
    public async Task Custom_OutOfRange_Faults(int task)
    {
        var fault = await FaultOf(stream => stream.Custom((x, _) => x == 500 ? task : 0));

        Assert.Equal((task, 3), (fault.Task, fault.TaskCount));
        Assert.Contains("'numbers'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Direct_OutOfRange_Faults()
    {
        var fault = await FaultOf(stream => Tell(stream, (x, readers) => x == 500 ? readers : 0));

        Assert.Equal((3, 3), (fault.Task, fault.TaskCount));
        Assert.Contains("direct grouping behind component 'tell'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Direct_WithoutTask_Faults()
    {
        var fault = await FaultOf(stream => stream.Then<long>("tell", (x, output) => output.Emit(x)).Direct());

        Assert.Equal(-1, fault.Task);
        Assert.Contains("'tell'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAware_AvoidsSlowTask()
    {
        var builder = new TopologyBuilder("slow");
        using var permits = new SemaphoreSlim(0);
        builder.AddSpout("numbers", new ListSpout<long>(Numbers(5000))).LoadAwareShuffle()
            .Then("work", () => new ProbeBolt<long, long>((x, _, context) =>
            {
                if (context.TaskIndex == 0) permits.Wait(TimeSpan.FromMilliseconds(5), RunFixture.Cancel);
                else if (x % 4 == 0) permits.Release();
                _seen.Add((x, context.TaskIndex));
            }), 2, new() { OwnThread = true })
            .Ignore();
        await using var run = await builder.RunToEndAsync(new() { ChunkSize = 10, EdgeCapacity = 8 });

        Assert.Equal(Numbers(5000), _seen.Select(seen => seen.Tuple).Order());
        Assert.InRange(_seen.Count(seen => seen.Task == 0), 1, 1500); // a fourth as fast: its fair share is 1,000, a shuffle's 2,500
    }

    [Fact]
    public async Task LoadAware_GoesRoundATaskThatStandsStill()
    {
        var builder = new TopologyBuilder("stuck");
        using var release = new ManualResetEventSlim();
        builder.AddSpout("numbers", new ListSpout<long>(Numbers(5000))).LoadAwareShuffle()
            .Then("work", () => new ProbeBolt<long, long>((x, _, context) =>
            {
                if (context.TaskIndex == 0) release.Wait(RunFixture.Patience, RunFixture.Cancel);
                _seen.Add((x, context.TaskIndex));
            }), 2, new() { OwnThread = true })
            .Ignore();
        await using var run = await builder.StartAsync(new() { ChunkSize = 10, EdgeCapacity = 4, EpochInterval = TimeSpan.FromMilliseconds(1) });
        await run.Until(() => _seen.Count >= 4900);
        release.Set();
        await run.Within(run.Completion);

        Assert.Equal(Numbers(5000), _seen.Select(seen => seen.Tuple).Order());
        Assert.InRange(_seen.Count(seen => seen.Task == 0), 1, 100); // what its edge holds, and what it had taken
    }

    private static List<long> Numbers(int count) => [.. Enumerable.Range(0, count).Select(n => (long)n)];

    private static Stream<long> Tell(Stream<long> stream, Func<long, int, int> choose) =>
        stream.Then("tell", () => new ProbeBolt<long, long>((x, output, context) =>
            output.EmitTo(choose(x, context.TaskCountOf("read")), x))).Direct();

    private async Task Read(Func<Stream<long>, Stream<long>> group, int senders, int tasks)
    {
        await using var run = await Wired(group, senders, tasks).RunToEndAsync(new() { ChunkSize = 10 });
    }

    private async Task<GroupingException> FaultOf(Func<Stream<long>, Stream<long>> group) => Assert.IsType<GroupingException>(
        (await Wired(group, senders: 1, tasks: 3).RunToFaultAsync<TaskFailedException>()).InnerException);

    private TopologyBuilder Wired(Func<Stream<long>, Stream<long>> group, int senders, int tasks)
    {
        var builder = new TopologyBuilder("grouping");
        group(builder.AddSpout("numbers", () => new ListSpout<long>(Numbers(1000)), senders))
            .Then("read", () => new ProbeBolt<long, long>((x, _, context) => _seen.Add((x, context.TaskIndex))), tasks)
            .Ignore();
        return builder;
    }
}
