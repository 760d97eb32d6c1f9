using System.Collections.Concurrent;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>A tuple that halts the run: who is named, what is left.</summary>
public sealed class HaltedRunTests
{
    private const long Bad = 57;

    private static readonly List<long> _numbers = [.. Enumerable.Range(0, 100).Select(n => (long)n)];
    private readonly Lifetimes _lifetimes = new();
    private readonly ConcurrentQueue<long> _seen = new();

    public static TheoryData<string, bool, int> Places() => new(
        from place in new[] { "where", "select", "select-many", "select-many-late", "bolt", "keyed-bolt", "two-input", "key", "value" }
        from canFuse in new[] { true, false }
        from chunk in new[] { 1, 10, 256 }
        select (place, canFuse, chunk));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Halt_NamesComponentTaskOrdinalAndPosition(string place, bool canFuse, int chunk)
    {
        var builder = new TopologyBuilder("halt");
        var before = Probe(builder.AddSpout("numbers", new ListSpout<long>(_numbers)), "before", canFuse);
        var component = Fail(builder, before, place, canFuse, out var after);
        Probe(after, "after", canFuse).ForEach("see", _seen.Enqueue);

        var fault = await builder.RunToFaultAsync<TupleFailedException>(new() { TracksPositions = true, ChunkSize = chunk });

        Assert.IsType<TestFailure>(fault.InnerException);
        Assert.Equal((component, 0, Bad), (fault.Component, fault.TaskIndex, fault.Ordinal));
        Assert.Equal(new LogPosition(0, Bad), fault.Position);
        Assert.DoesNotContain(Bad, _seen);
        Assert.Equal(_seen.Order(), _seen); // what did come through is whole and in order
        Assert.True(_lifetimes.EachClosedOnce, _lifetimes.ToString());
    }

    [Fact]
    public async Task Halt_OfOneTask_NamesThatTask()
    {
        var builder = new TopologyBuilder("halt");
        builder.AddSpout("numbers", new ListSpout<long>(_numbers)).Custom((x, tasks) => (int)(x % tasks))
            .ForEach("failing", x => ThrowIfBad(x), 4);

        var fault = await builder.RunToFaultAsync<TupleFailedException>();

        Assert.Equal(("failing", 1, 14L), (fault.Component, fault.TaskIndex, fault.Ordinal)); // the fifteenth of 1, 5, 9, …, 57
        Assert.Null(fault.Position);
    }

    [Fact]
    public async Task Halt_LeavesNoThread_AndViewsReadable()
    {
        var builder = new TopologyBuilder("gone");
        var spout = new FedSpout<long>();
        var view = builder.AddSpout("numbers", spout).Select(ThrowIfBad).GroupBy(x => x % 10).Aggregate("v", a => a.Count()).ToView();
        await using var run = await builder.StartAsync();
        spout.Push(1, 2, 3);
        await run.Until(() => run.Component("numbers").TuplesRead == 3);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
        spout.Push(4, Bad, 5);
        await Assert.ThrowsAsync<TupleFailedException>(() => run.Within(run.Completion));

        await run.Until(() => !ProcessThreads.Names().Any(name => name.StartsWith("gone-worker-", StringComparison.Ordinal)));
        Assert.Equal(new Dictionary<long, long> { [1] = 1, [2] = 1, [3] = 1 }, run.View(view).Content()); // of whole epochs only
        await Assert.ThrowsAsync<TupleFailedException>(() => run.StopAsync(RunFixture.Cancel));
        await Assert.ThrowsAsync<RunFaultedException>(() => run.PublishAsync(RunFixture.Cancel));
    }

    [Fact]
    public async Task Worker_OfRunningTopology_IsNamedAfterIt()
    {
        var builder = new TopologyBuilder("named");
        builder.AddSpout("numbers", new FedSpout<long>()).Ignore();
        await using var run = await builder.StartAsync(new() { Workers = 1 });

        await run.Until(() => !OperatingSystem.IsLinux() || ProcessThreads.Names().Contains("named-worker-0")); // else the test above sees nothing
    }

    private Stream<long> Probe(Stream<long> stream, string name, bool canFuse) =>
        stream.Then(name, () => new ProbeBolt<long, long>((x, output, _) => output.Emit(x), _lifetimes), 1, new() { CanFuse = canFuse });

    private string Fail(TopologyBuilder builder, Stream<long> stream, string place, bool canFuse, out Stream<long> after)
    {
        var options = new ComponentOptions { CanFuse = canFuse };
        (after, var component) = place switch
        {
            "where" => (stream.Where(x => ThrowIfBad(x) >= 0), "where-1"),
            "select" => (stream.Select(ThrowIfBad), "select-1"),
            "select-many" => (stream.SelectMany<long>(x => [ThrowIfBad(x)]), "select-many-1"),
            "select-many-late" => (stream.SelectMany(Late), "select-many-1"),
            "bolt" => (stream.Then("bolt", () => new ProbeBolt<long, long>(EmitAndThrow, _lifetimes), 1, options), "bolt"),
            "keyed-bolt" => (stream.GroupBy(_ => 0L).Then("keyed", () => new FailingKeyedBolt(x => x == Bad, _lifetimes), 1, options)
                .Select(number => number - 1), "keyed"),
            "two-input" => (builder.AddBolt("two", () => new ProbeTwoInputBolt<long, long, long>(
                    (x, output) => EmitAndThrow(x, output, null!), (_, _) => { }), 1, options)
                .First(stream).Second(builder.AddSpout("none", new ListSpout<long>([]))).Output, "two"),
            "key" => (stream.GroupBy(ThrowIfBad).Then("keyed", () => new NumberingBolt(_lifetimes), 1, options).Select(x => x / 1000), "key-1"),
            "value" => (View(stream, x => ThrowIfBad(x)), "key-1"),
            _ => throw new ArgumentException(place),
        };
        return component;
    }

    private static Stream<long> View(Stream<long> stream, Func<long, long> value)
    {
        stream.GroupBy(_ => 0L).Aggregate("sum", a => a.Sum(value)).ToView();
        return stream.Where(x => x < 0);
    }

    private static long ThrowIfBad(long x) => x == Bad ? throw new TestFailure() : x;

    private static void EmitAndThrow(long x, Emitter<long> output, ComponentContext context)
    {
        output.Emit(x);
        ThrowIfBad(x);
    }

    private static IEnumerable<long> Late(long x)
    {
        yield return x;
        ThrowIfBad(x);
    }
}
