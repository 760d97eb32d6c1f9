using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>A tuple on which a component always fails is dealt with once: the position goes on behind it.</summary>
public sealed class PoisonTupleTests
{
    private const long Poison = 50;

    private static readonly long[] _numbers = [.. Enumerable.Range(0, 10_000).Select(n => (long)n)];

    private readonly ICheckpointStore _store = CheckpointStore.InMemory();
    private int _attempts; // on the poison, by all starts

    public static TheoryData<TupleFailurePolicy, bool> Policies() => new(
        from policy in new[] { TupleFailurePolicy.Skip, TupleFailurePolicy.DeadLetter }
        from aborts in new[] { true, false }
        select (policy, aborts));

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Poison_DoesNotBlockThePosition(TupleFailurePolicy policy, bool aborts)
    {
        await using (var first = await Build(policy, untilStopped: true).StartAsync(Options()))
        {
            await first.Until(() => first.View(Counts).Get(0) > Poison); // committed, behind the poison
            await (aborts ? first.Within(first.AbortAsync()) : first.Within(first.StopAsync(RunFixture.Cancel)));
        }
        await using var second = await Build(policy, untilStopped: false).RunToEndAsync(Options());

        Assert.Equal(_numbers.Length - 1, second.View(Counts).Get(0));
        Assert.Equal(policy == TupleFailurePolicy.DeadLetter ? new() { [Poison] = 1 } : [], second.View(Letters).Content());
        Assert.Equal(3, _attempts);
        Assert.Equal(0, second.Component("failing").TuplesRetried);
    }

    [Fact]
    public async Task Poison_ThatHalts_IsMetAgain()
    {
        for (var start = 1; start <= 2; start++)
        {
            await using var run = await Build(TupleFailurePolicy.Halt, untilStopped: false).StartAsync(Options());
            var fault = await Assert.ThrowsAsync<TupleFailedException>(() => run.Within(run.Completion));
            Assert.Equal(("failing", 3), (fault.Component, fault.Attempts));
            Assert.Contains("after 3 attempts", fault.Message, StringComparison.Ordinal);
            Assert.Equal(0, run.Restarts); // it would only happen again
        }
        Assert.Equal(6, _attempts);
    }

    private static ViewName<long, long> Counts => new("counts");

    private static ViewName<long, long> Letters => new("letters");

    private SpeedLayerOptions Options() => new() { Checkpoints = _store, EpochInterval = TimeSpan.FromMilliseconds(1), ChunkSize = 4 };

    private TopologyBuilder Build(TupleFailurePolicy policy, bool untilStopped)
    {
        var builder = new TopologyBuilder("poisoned");
        var last = untilStopped ? 500 : _numbers.Length;
        var passed = builder.AddSpout("numbers", () => new FlakySpout(_numbers.Length, last, () => untilStopped, rests: true)).Then<long>("failing", (x, output) =>
        {
            output.Emit(x);
            if (x != Poison) return;
            _attempts++;
            throw new TestFailure();
        }, options: new() { OnFailure = policy, Retry = new() { MaxRetries = 2, FirstDelay = TimeSpan.Zero } });
        passed.GroupBy(_ => 0L).Aggregate("counts", a => a.Count()).ToView();
        Stream<long> letters = policy == TupleFailurePolicy.DeadLetter ? passed.DeadLetters().Select(letter => letter.Tuple) : passed.Where(_ => false);
        letters.GroupBy(x => x).Aggregate("letters", a => a.Count()).ToView();
        return builder;
    }
}
