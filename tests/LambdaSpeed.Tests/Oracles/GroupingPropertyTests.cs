using System.Collections.Concurrent;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>Whatever the parallelism on both sides, the chunks, edges and keys: each grouping keeps its promise.</summary>
public sealed class GroupingPropertyTests
{
    [Theory]
    [InlineData("local")]
    [InlineData("shuffle")]
    [InlineData("load-aware")]
    [InlineData("fields")]
    [InlineData("global")]
    [InlineData("direct")]
    [InlineData("custom")]
    [InlineData("all")]
    public void Grouping_AddsAndLosesNoTuple(string grouping) => Cases.Check(100, seed => CheckAsync(seed, async random =>
    {
        var (tuples, readers) = (Tuples(random), random.Next(1, 6));
        var seen = await ReadAsync(random, tuples, readers, stream => Grouped(stream, grouping, readers));

        var expected = grouping == "all" ? tuples.SelectMany(x => Enumerable.Range(0, readers).Select(task => (x, task))) : [];
        if (grouping == "all") Assert.Equal(expected.Order(), seen.Order());
        else Assert.Equal(tuples.Order(), seen.Select(pair => pair.Tuple).Order());
    }));

    [Theory]
    [InlineData("number")]
    [InlineData("text")]
    [InlineData("pair")]
    public void Fields_NeverSplitsAKey(string key) => Cases.Check(100, seed => CheckAsync(seed, async random =>
    {
        var keys = random.Next(1, 100);
        var seen = await ReadAsync(random, Tuples(random), random.Next(1, 6), stream => key switch
        {
            "number" => stream.Fields(x => x % keys),
            "text" => stream.Fields(x => $"key {x % keys}"),
            _ => stream.Fields(x => (x % keys, "key")),
        });

        Assert.All(seen.GroupBy(pair => pair.Tuple % keys), tuples => Assert.Single(tuples.Select(pair => pair.Task).Distinct()));
    }));

    [Fact]
    public void KeyedBolt_NeverSplitsAKey() => Cases.Check(100, seed => CheckAsync(seed, async random =>
    {
        var (keys, tuples, seen) = (random.Next(1, 100), Tuples(random), new ConcurrentBag<(string Key, long Tuple, int Task)>());
        var builder = Source(random, tuples, out var stream);
        stream.GroupBy(x => $"key {x % keys}").Then("see", () => new SeeingBolt(seen), random.Next(1, 6)).Ignore();
        await using var run = await builder.RunToEndAsync(RandomOptions(random));

        Assert.Equal(tuples.Select(x => ($"key {x % keys}", x)).Order(), seen.Select(call => (call.Key, call.Tuple)).Order());
        Assert.All(seen.GroupBy(call => call.Key), calls => Assert.Single(calls.Select(call => call.Task).Distinct()));
    }));

    private static async Task CheckAsync(int seed, Func<Random, Task> check)
    {
        try
        {
            await check(new Random(seed));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
        }
    }

    private static async Task<IReadOnlyCollection<(long Tuple, int Task)>> ReadAsync(
        Random random, List<long> tuples, int readers, Func<Stream<long>, Stream<long>> group)
    {
        var seen = new ConcurrentBag<(long Tuple, int Task)>();
        var builder = Source(random, tuples, out var stream);
        group(stream).Then("see", () => new ProbeBolt<long, long>((x, _, context) => seen.Add((x, context.TaskIndex))), readers,
            new() { OwnThread = random.Next(8) == 0 }).Ignore();
        await using var run = await builder.RunToEndAsync(RandomOptions(random));
        return seen;
    }

    private static TopologyBuilder Source(Random random, List<long> tuples, out Stream<long> stream)
    {
        var (atATime, senders) = (random.Next(1, 50), random.Next(1, 6));
        var builder = new TopologyBuilder("groupings");
        stream = builder.AddSpout("numbers", () => new ListSpout<long>(tuples, atATime), senders);
        return builder;
    }

    private static Stream<long> Grouped(Stream<long> stream, string grouping, int readers) => grouping switch
    {
        "shuffle" => stream.Shuffle(),
        "load-aware" => stream.LoadAwareShuffle(),
        "fields" => stream.Fields(x => x),
        "global" => stream.Global(),
        "direct" => stream.Then<long>("tell", (x, output) => output.EmitTo((int)(x % readers), x), 2).Direct(),
        "custom" => stream.Custom((x, tasks) => (int)(x * 7 % tasks)),
        "all" => stream.All(),
        _ => stream,
    };

    private static List<long> Tuples(Random random) =>
        [.. Enumerable.Range(0, random.Next(1200)).Select(_ => (long)random.Next(0, 500))];

    private static SpeedLayerOptions RandomOptions(Random random) => new()
    {
        Workers = random.Next(1, 4),
        ChunkSize = random.Next(1, 60),
        EdgeCapacity = random.Next(1, 5),
        KeyGroups = random.Next(3) == 0 ? random.Next(5, 12) : 128, // as many as tasks, or more
        TracksPositions = random.Next(4) == 0,
        EpochInterval = TimeSpan.FromMilliseconds(random.Next(1, 20)),
    };

    private sealed class SeeingBolt(ConcurrentBag<(string Key, long Tuple, int Task)> seen) : KeyedBolt<string, long, long>
    {
        public override void Execute(string key, long input, Emitter<long> output) => seen.Add((key, input, Context.TaskIndex));
    }
}
