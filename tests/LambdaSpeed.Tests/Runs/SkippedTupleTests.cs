using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>A tuple that is skipped has left nothing behind: the results are those of the input without it.</summary>
public sealed class SkippedTupleTests
{
    private static readonly List<long> _numbers = [.. Enumerable.Range(0, 2000).Select(n => (long)n)];
    private static readonly SideOutput<long> _side = new("side");

    public static TheoryData<int, bool, bool, int> Places() => new(
        from emits in new[] { 0, 1, 3 }
        from canFuse in new[] { true, false }
        from behindOwnThread in new[] { true, false }
        from parallelism in new[] { 1, 3 }
        select (emits, canFuse, behindOwnThread, parallelism));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Skip_BoltThrowsAfterEmits_LeavesNoEffect(int emits, bool canFuse, bool behindOwnThread, int parallelism)
    {
        var builder = new TopologyBuilder("skip");
        var failing = builder.AddSpout("numbers", () => new ListSpout<long>(_numbers), parallelism)
            .Then<long>("before", (x, output) => output.Emit(x), parallelism)
            .Then<long>("failing", (x, output) =>
            {
                if (x % 7 != 0) output.Emit(x);
                for (var i = 0; i < emits; i++) output.Emit(x);
                output.Emit(_side, x);
                if (x % 7 == 0) throw new TestFailure();
            }, parallelism, Skipping(canFuse));
        var main = failing.Then<long>("after", (x, output) => output.Emit(x), parallelism, new() { OwnThread = behindOwnThread })
            .GroupBy(x => x % 100).Aggregate("main", a => a.Count()).ToView();
        var side = failing.Side(_side).GroupBy(x => x % 100).Aggregate("side", a => a.Count()).ToView();

        await using var run = await builder.RunToEndAsync(new() { ChunkSize = 16 });

        Assert.Equal(CountsOf(x => x % 7 != 0, times: emits + 1), run.View(main).Content());
        Assert.Equal(CountsOf(x => x % 7 != 0, times: 1), run.View(side).Content());
        Assert.Equal(_numbers.Count(x => x % 7 == 0), run.Component("failing").TuplesSkipped);
        Assert.Equal(_numbers.Count, run.Component("failing").TuplesRead);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Skip_KeyedBoltThrowsAfterWrites_LeavesNoEffect(bool canFuse)
    {
        var builder = new TopologyBuilder("skip");
        var view = builder.AddSpout("numbers", () => new ListSpout<long>(_numbers), 2)
            .GroupBy(x => x % 10)
            .Then("failing", () => new FailingKeyedBolt(x => x % 3 == 0), 2, Skipping(canFuse))
            .GroupBy(x => x).Aggregate("numbers-of-keys", a => a.Count()).ToView();

        await using var run = await builder.RunToEndAsync(new() { ChunkSize = 16, EpochInterval = TimeSpan.FromMilliseconds(1) });

        var expected = _numbers.Where(x => x % 3 != 0).GroupBy(x => x % 10)
            .SelectMany(key => key.Select((_, i) => (key.Key * 1000) + i + 1)).ToDictionary(x => x, _ => 1L);
        Assert.Equal(expected, run.View(view).Content());
        Assert.Equal(_numbers.Count(x => x % 3 == 0), run.Component("failing").TuplesSkipped);
    }

    [Fact]
    public async Task Skip_TwoInputBoltThrows_LeavesNoEffect()
    {
        var builder = new TopologyBuilder("skip");
        var numbers = builder.AddSpout("numbers", new ListSpout<long>(_numbers));
        var view = builder.AddBolt("failing", () => new ProbeTwoInputBolt<long, long, long>(Failing(5), Failing(3)), 2, Skipping(true))
            .First(numbers).Second(numbers).Output
            .GroupBy(x => x % 100).Aggregate("main", a => a.Count()).ToView();

        await using var run = await builder.RunToEndAsync();

        var expected = _numbers.Where(x => x % 5 != 0).Concat(_numbers.Where(x => x % 3 != 0)).CountBy(x => x % 100)
            .ToDictionary(pair => pair.Key, pair => (long)pair.Value);
        Assert.Equal(expected, run.View(view).Content());
        Assert.Equal(_numbers.Count(x => x % 5 == 0) + _numbers.Count(x => x % 3 == 0), run.Component("failing").TuplesSkipped);

        static Action<long, Emitter<long>> Failing(int divisor) => (x, output) =>
        {
            output.Emit(x);
            if (x % divisor == 0) throw new TestFailure();
        };
    }

    [Fact]
    public async Task Skip_CallOverEmitLimit_LeavesNoEffect()
    {
        var builder = new TopologyBuilder("skip");
        var view = builder.AddSpout("numbers", new ListSpout<long>(_numbers))
            .Then<long>("failing", (x, output) =>
            {
                for (var i = 0; i <= x % 4; i++) output.Emit(x);
            }, options: Skipping(true))
            .GroupBy(x => x % 4).Aggregate("main", a => a.Count()).ToView();

        await using var run = await builder.RunToEndAsync(new() { MaxEmitsPerTuple = 3 });

        Assert.Equal(new Dictionary<long, long> { [0] = 500, [1] = 1000, [2] = 1500 }, run.View(view).Content());
    }

    [Fact]
    public async Task Emit_ToSideWithinLimitOfEachCall_IsNoFault()
    {
        var builder = new TopologyBuilder("sides");
        var bolt = builder.AddSpout("numbers", new ListSpout<long>(_numbers)).Then<long>("bolt", (x, output) => output.Emit(_side, x));
        bolt.Ignore();
        var view = bolt.Side(_side).GroupBy(x => x % 100).Aggregate("main", a => a.Count()).ToView();

        await using var run = await builder.RunToEndAsync(new() { MaxEmitsPerTuple = 2 });

        Assert.Equal(CountsOf(_ => true, times: 1), run.View(view).Content());
    }

    private static ComponentOptions Skipping(bool canFuse) => new() { OnFailure = TupleFailurePolicy.Skip, CanFuse = canFuse };

    private static Dictionary<long, long> CountsOf(Func<long, bool> kept, int times) =>
        _numbers.Where(kept).CountBy(x => x % 100).ToDictionary(pair => pair.Key, pair => (long)pair.Value * times);
}
