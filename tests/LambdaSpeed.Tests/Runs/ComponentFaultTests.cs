using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>What fails outside the processing of one tuple: who is named, and that all is closed.</summary>
public sealed class ComponentFaultTests
{
    private static readonly List<long> _numbers = [.. Enumerable.Range(0, 100).Select(n => (long)n)];
    private readonly Lifetimes _lifetimes = new();

    [Fact]
    public async Task Spout_NextThrows_NamesSpout()
    {
        var builder = new TopologyBuilder("faults");
        builder.AddSpout("bad", () => new LambdaSpout(_ => throw new TestFailure())).Select(x => x).ForEach("see", _ => { });

        await FaultOf(builder, "bad", "reading its source");
    }

    [Fact]
    public async Task Spout_OpenThrows_FailsStart() => await StartFault(Wired(spout: context => throw new TestFailure()), "spout", "opening");

    [Fact]
    public async Task Bolt_OpenThrows_FailsStart_AndClosesTheOthers()
    {
        await StartFault(Wired(open: context => context.TaskIndex == 1 ? throw new TestFailure() : 0), "second", "opening", task: 1);

        Assert.Equal((1, 1), _lifetimes.Counts["first[0]"]);
        Assert.All(_lifetimes.Counts.Values, count => Assert.Equal(count.Opened, count.Closed));
    }

    [Fact]
    public async Task Bolt_FactoryThrows_FailsStart()
    {
        var builder = new TopologyBuilder("faults");
        builder.AddSpout("numbers", new ListSpout<long>(_numbers)).Then<long>("bad", Throw).Ignore();

        await StartFault(builder, "bad", "could not be made");

        static IBolt<long, long> Throw() => throw new TestFailure();
    }

    [Fact]
    public async Task Bolt_FactoryReturnsNull_FailsStart()
    {
        var builder = new TopologyBuilder("faults");
        builder.AddSpout("numbers", new ListSpout<long>(_numbers)).Then<long>("bad", () => null!).Ignore();

        await StartFault(builder, "bad", "returned null");
    }

    [Fact]
    public async Task Bolt_OfTwoTasks_FailsStart()
    {
        var shared = new ProbeBolt<long, long>((_, _, _) => { });
        var builder = new TopologyBuilder("faults");
        builder.AddSpout("numbers", new ListSpout<long>(_numbers)).Then("shared", () => shared, 2).Ignore();

        await StartFault(builder, "shared", "is that of component 'shared', task 0, already", task: 1);
    }

    [Fact]
    public async Task Bolt_OfASingletonService_FailsStart()
    {
        await using var services = new ServiceCollection().AddSingleton<NumberingNumbers>().BuildServiceProvider();
        var builder = new TopologyBuilder("faults", services);
        builder.AddSpout("numbers", new ListSpout<long>(_numbers)).Then<NumberingNumbers, long>("shared", 2).Ignore();

        await StartFault(builder, "shared", "register one that is resolved from the services as transient", task: 1);
    }

    [Fact]
    public async Task Spout_OfTwoComponents_FailsStart()
    {
        var shared = new ListSpout<long>(_numbers);
        var builder = new TopologyBuilder("faults");
        builder.AddSpout("one", shared).Ignore();
        builder.AddSpout("two", () => shared).Ignore();

        await StartFault(builder, "two", "is that of component 'one', task 0, already");
    }

    [Fact]
    public async Task Bolt_AsAnObject_ServesOneRunAfterAnother()
    {
        var bolt = new ProbeBolt<long, long>((_, _, _) => { });
        var builder = new TopologyBuilder("again");
        builder.AddSpout("numbers", () => new ListSpout<long>(_numbers)).Then("bolt", () => bolt).Ignore();

        for (var i = 0; i < 2; i++)
        {
            await using var run = await builder.RunToEndAsync();
            Assert.Equal(_numbers.Count, run.Component("bolt").TuplesRead);
        }
    }

    [Fact]
    public async Task SelectMany_OfNull_SaysSo()
    {
        var builder = new TopologyBuilder("faults");
        builder.AddSpout("numbers", new ListSpout<long>(_numbers)).SelectMany<long>(_ => null!).ForEach("see", _ => { });

        var fault = await builder.RunToFaultAsync<TupleFailedException>();

        Assert.Equal("select-many-1", fault.Component);
        Assert.Contains("SelectMany returned null", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SelectMany_WithItemsOfNull_SaysSo()
    {
        var builder = new TopologyBuilder("faults");
        builder.AddSpout("numbers", new ListSpout<long>(_numbers)).SelectMany(_ => (long[])null!, (x, y) => x + y).ForEach("see", _ => { });

        Assert.Contains("SelectMany returned null", (await builder.RunToFaultAsync<TupleFailedException>()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CustomGrouping_CannotBeMade_FailsStart_AndNamesSender(bool isNull)
    {
        var builder = new TopologyBuilder("faults");
        builder.AddSpout("numbers", new ListSpout<long>(_numbers)).Select(x => x)
            .Custom(() => isNull ? null! : throw new TestFailure()).ForEach("see", _ => { }, 2);

        await StartFault(builder, "select-1", "custom grouping");
    }

    [Fact]
    public async Task CustomGrouping_Throws_NamesSender()
    {
        var builder = new TopologyBuilder("faults");
        builder.AddSpout("numbers", new ListSpout<long>(_numbers)).Select(x => x)
            .Custom((x, _) => x == 50 ? throw new TestFailure() : 0).ForEach("see", _ => { }, 2);

        await FaultOf(builder, "select-1", "grouping behind");
    }

    [Fact]
    public async Task FieldsGrouping_KeySelectorThrows_NamesSender()
    {
        var builder = new TopologyBuilder("faults");
        builder.AddSpout("numbers", new ListSpout<long>(_numbers)).Select(x => x)
            .Fields(x => x == 50 ? throw new TestFailure() : x).ForEach("see", _ => { }, 2);

        await FaultOf(builder, "select-1", "grouping behind");
    }

    [Fact]
    public async Task KeySelector_ReturnsNull_NamesKeyAndRemedy()
    {
        var builder = new TopologyBuilder("faults");
        builder.AddSpout("numbers", new ListSpout<long>(_numbers)).GroupBy(x => x == 50 ? null! : $"{x}")
            .Aggregate("v", a => a.Count()).ToView();

        var fault = await builder.RunToFaultAsync<TupleFailedException>();

        Assert.Equal(("key-1", 50), (fault.Component, fault.Ordinal));
        Assert.Contains("Keys cannot be null", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tick_Throws_NamesBolt()
    {
        var builder = new TopologyBuilder("faults");
        builder.AddSpout("numbers", new FedSpout<long>())
            .Then<long>("before", (x, output) => output.Emit(x))
            .Then("bad", () => new ProbeBolt<long, long>((_, _, _) => { }) { OnTick = _ => throw new TestFailure() },
                options: new() { TickInterval = TimeSpan.FromMilliseconds(1) })
            .Ignore();

        await FaultOf(builder, "bad", "its tick");
    }

    [Fact]
    public async Task Close_Throws_FaultsRunThatWasWell_AndClosesTheOthers()
    {
        var builder = Wired(close: () => throw new TestFailure());

        await FaultOf(builder, "second", "closing");
        Assert.True(_lifetimes.EachClosedOnce, _lifetimes.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Aggregator_Throws_HaltsWhateverThePolicy(bool isPartial)
    {
        var builder = new TopologyBuilder("faults");
        var keyed = builder.AddSpout("numbers", new ListSpout<long>(_numbers)).GroupBy(x => x % 10);
        if (isPartial) keyed = keyed.PreAggregate();
        keyed.Aggregate("bad", a => a.Fold(0L, (sum, x) => x == 50 ? throw new TestFailure() : sum + x, (left, right) => left + right)).ToView();

        var fault = await builder.RunToFaultAsync<TupleFailedException>();

        Assert.Equal((isPartial ? "pre-aggregate-1" : "bad", 50), (fault.Component, fault.Ordinal));
        Assert.IsType<TestFailure>(fault.InnerException);
    }

    [Fact]
    public async Task Aggregator_CopyThrows_HaltsAndLeavesViewReadable()
    {
        var builder = new TopologyBuilder("faults");
        var spout = new FedSpout<long>();
        var view = builder.AddSpout("numbers", spout).GroupBy(_ => 0L).Aggregate("v", a => a.Use(new UncopyableAggregator())).ToView();
        await using var run = await builder.StartAsync();
        spout.Push(1);
        await run.Until(() => run.Component("numbers").TuplesRead == 1);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
        spout.Push(2);

        var fault = await Assert.ThrowsAsync<TupleFailedException>(() => run.Within(run.Completion));

        Assert.Equal(("v", 1), (fault.Component, fault.Ordinal));
        Assert.IsType<TestFailure>(fault.InnerException);
        Assert.Equal(1, await run.Within(Task.Run(() => run.View(view).Get(0))));
    }

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task SelectMany_ThrowsAfterItems_ShowsNoneUpToMaxHeldSequence(int items, bool isAtomic)
    {
        var builder = new TopologyBuilder("faults");
        var seen = 0;
        builder.AddSpout("numbers", new ListSpout<long>([1])).SelectMany(Sequence).ForEach("see", _ => seen++);

        var fault = await builder.RunToFaultAsync<TupleFailedException>(new() { MaxHeldSequence = 100, ChunkSize = 10 });

        Assert.Equal(("select-many-1", 0), (fault.Component, fault.Ordinal));
        Assert.Equal(isAtomic, seen == 0);

        IEnumerable<long> Sequence(long x)
        {
            for (var i = 0; i < items; i++) yield return i;
            throw new TestFailure();
        }
    }

    [Fact]
    public async Task Spout_PausedForEver_IsNoFault()
    {
        var builder = new TopologyBuilder("paused");
        builder.AddSpout("numbers", () => new LambdaSpout(_ => SpoutStatus.PausedFor(TimeSpan.MaxValue))).Ignore();
        await using var run = await builder.StartAsync();

        await run.Within(run.PublishAsync(RunFixture.Cancel));
        await run.Within(run.StopAsync(RunFixture.Cancel));
    }

    private static async Task FaultOf(TopologyBuilder builder, string component, string what)
    {
        var fault = await builder.RunToFaultAsync<TaskFailedException>();

        Assert.Equal(component, fault.Component);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
    }

    private static async Task StartFault(TopologyBuilder builder, string component, string what, int task = 0)
    {
        var fault = await Assert.ThrowsAsync<TaskFailedException>(() => builder.StartAsync());

        Assert.Equal((component, task), (fault.Component, fault.TaskIndex));
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
    }

    private TopologyBuilder Wired(
        Action<ComponentContext>? spout = null, Func<ComponentContext, int>? open = null, Action? close = null)
    {
        var builder = new TopologyBuilder("faults");
        builder.AddSpout("spout", () => new LambdaSpout(_ => SpoutStatus.Ended) { OnOpen = spout })
            .Then("first", () => new ProbeBolt<long, long>((_, _, _) => { }, _lifetimes))
            .Then("second", () => new ProbeBolt<long, long>((_, _, _) => { }, _lifetimes)
            {
                OnOpen = context => open?.Invoke(context),
                OnClose = close,
            }, 2)
            .Then("third", () => new ProbeBolt<long, long>((_, _, _) => { }, _lifetimes)).Ignore();
        return builder;
    }

    private sealed class NumberingNumbers : Bolt<long, long>
    {
        public override void Execute(long input, Emitter<long> output) => output.Emit(input);
    }
}
