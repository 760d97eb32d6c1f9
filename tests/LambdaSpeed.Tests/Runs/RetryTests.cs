using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Tuples that a bolt is given again: when, how often, and what waits meanwhile. On a clock that the test moves.</summary>
public sealed class RetryTests
{
    private static readonly SideOutput<long> _side = new("side");

    private readonly FakeTimeProvider _clock = new();
    private readonly FedSpout<long> _numbers = new();
    private readonly TopologyBuilder _builder = new("stepped");
    private ViewName<long, long> _view;
    private ViewName<long, long> _letters;

    [Fact]
    public void Retry_ComesAfterDelaysThatDouble_UpToTheLongest()
    {
        var bolt = new FlakyBolt(_ => 4, _clock);
        var run = Start(bolt, new() { MaxRetries = 4, FirstDelay = Milliseconds(50), LongestDelay = Milliseconds(150) });
        Push(run, 7);
        for (var i = 0; i < 500; i++) run.Advance(1);

        Assert.Equal([(7L, 0.0), (7, 50), (7, 150), (7, 300), (7, 450)], bolt.Attempts);
        Assert.Equal((4, 1, 0), (run.Component("flaky").TuplesRetried, run.Component("flaky").TuplesRead, run.Component("flaky").TuplesSkipped));
        Assert.Equal(2, Published(run)[7]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Retry_KeepsOrder_AndHandsOnWhatCameBefore(bool canFuse)
    {
        var seen = new List<long>();
        var bolt = new FlakyBolt(x => x == 2 ? 1 : 0, _clock);
        Flaky(bolt, new(), canFuse: canFuse).ForEach("see", seen.Add);
        var run = new SteppedRun(_builder, _clock);
        Push(run, 1, 2, 3);
        Assert.Equal([1, 1], seen);
        run.Advance(49);
        Assert.Equal([1, 1], seen);
        run.Advance(1);

        Assert.Equal([1, 1, 2, 2, 3, 3], seen);
    }

    [Theory]
    [InlineData(TupleFailurePolicy.Skip)]
    [InlineData(TupleFailurePolicy.DeadLetter)]
    [InlineData(TupleFailurePolicy.Halt)]
    public void Retry_InVain_EndsInThePolicy(TupleFailurePolicy policy)
    {
        var run = Start(new FlakyBolt(x => x == 2 ? 99 : 0), new() { MaxRetries = 2 }, policy);
        Push(run, 1, 2, 3);
        run.Advance(50);
        run.Advance(100);
        var flaky = run.Component("flaky");

        Assert.Equal(2, flaky.TuplesRetried);
        Assert.Equal(policy == TupleFailurePolicy.Halt ? 3 : null, run.Fault?.Attempts);
        Assert.Equal(policy == TupleFailurePolicy.Skip ? 1 : 0, flaky.TuplesSkipped);
        Assert.Equal(policy == TupleFailurePolicy.DeadLetter ? 1 : 0, flaky.TuplesDeadLettered);
        if (policy == TupleFailurePolicy.Halt) return;
        Assert.Equal(new() { [1] = 2, [3] = 2 }, Published(run));
        if (policy == TupleFailurePolicy.DeadLetter) Assert.Equal(new() { [2] = 3 }, run.Content(_letters)); // by tuple, the attempts
    }

    [Fact]
    public void Retry_OfTheNextTuple_BeginsAnew()
    {
        var bolt = new FlakyBolt(_ => 2, _clock);
        var run = Start(bolt, new() { MaxRetries = 2, FirstDelay = Milliseconds(10) });
        Push(run, 1, 2);
        for (var i = 0; i < 100; i++) run.Advance(1);

        Assert.Equal([(1L, 0.0), (1, 10), (1, 30), (2, 30), (2, 40), (2, 60)], bolt.Attempts);
        Assert.Equal(new() { [1] = 2, [2] = 2 }, Published(run));
    }

    [Fact]
    public void Retry_AtOnce_NeedsNoTime()
    {
        var run = Start(new FlakyBolt(x => (int)(x % 4)), new() { FirstDelay = TimeSpan.Zero });
        Push(run, Numbers(0, 100));

        Assert.Equal(150, run.Component("flaky").TuplesRetried);
        Assert.Equal(Numbers(0, 100).ToDictionary(x => x, _ => 2L), Published(run));
    }

    [Fact]
    public void Retry_OnlyOfWhatIsWorthIt()
    {
        var asked = new List<Exception>();
        var policy = new RetryPolicy { ShouldRetry = thrown => { asked.Add(thrown); return thrown.Message != "attempt 2"; } };
        var run = Start(new FlakyBolt(_ => 99), policy, TupleFailurePolicy.Skip);
        Push(run, 5);
        run.Advance(1000);

        Assert.Equal(["attempt 1", "attempt 2"], asked.Select(thrown => thrown.Message));
        Assert.Equal((1, 1), (run.Component("flaky").TuplesRetried, run.Component("flaky").TuplesSkipped));
    }

    [Fact]
    public void Retry_WhoseConditionThrows_FailsTheTask()
    {
        var run = Start(new FlakyBolt(_ => 99), new() { ShouldRetry = _ => throw new TestFailure() }, TupleFailurePolicy.Skip);
        Push(run, 5);

        var fault = Assert.IsType<TaskFailedException>(run.Attempt.Fault);
        Assert.Equal("flaky", fault.Component);
        Assert.Contains("RetryPolicy.ShouldRetry", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Barrier_BehindAWaitingTuple_WaitsToo()
    {
        var run = Start(new FlakyBolt(x => x == 2 ? 1 : 0), new());
        Push(run, 1, 2);
        run.Ask(attempt => attempt.RequestEpoch());
        run.Advance(49);
        Assert.Equal(0, run.Published.Number);
        run.Advance(1);

        Assert.NotEqual(0, run.Published.Number);
        Assert.Equal(new() { [1] = 2, [2] = 2 }, run.Content(_view));
    }

    [Fact]
    public void Waiting_Task_ReadsNothingElse_ButOthersWork()
    {
        var elsewhere = new List<long>();
        var run = Start(new FlakyBolt(_ => 1), new(), configure: stream => stream.Shuffle().ForEach("elsewhere", elsewhere.Add, options: new() { CanFuse = false }),
            options: new() { ChunkSize = 1, EdgeCapacity = 1 });
        Push(run, 1);
        Push(run, Numbers(2, 50));
        Assert.True(_numbers.Waiting >= 40, $"{_numbers.Waiting} numbers wait in the source: the full edge should have kept more from being read");
        Assert.Equal(0, run.Component("flaky").TuplesRead);
        Assert.NotEmpty(elsewhere);
        for (var i = 0; i < 60; i++) run.Advance(50);

        Assert.Equal(51, elsewhere.Count);
        Assert.Equal(51, Published(run).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    public void Stop_EndsTheWaiting_WithOneMoreAttempt(int failures)
    {
        var bolt = new FlakyBolt(x => x == 1 ? failures : 0, _clock);
        var run = Start(bolt, new() { MaxRetries = 9, FirstDelay = TimeSpan.FromHours(1) }, TupleFailurePolicy.DeadLetter);
        Push(run, 1, 2);

        Assert.True(run.TryStop());
        Assert.Equal([(1L, 0.0), (1, 0), (2, 0)], bolt.Attempts);
        Assert.Equal(failures == 1 ? new() { [1] = 2, [2] = 2 } : new() { [2] = 2 }, run.Content(_view));
        Assert.Equal(failures == 1 ? [] : new() { [1] = 2 }, run.Content(_letters));
    }

    [Fact]
    public void Stop_LeavesTwoAttemptsToWhatFailsAfterIt()
    {
        var bolt = new FlakyBolt(_ => 99, _clock);
        var run = Start(bolt, new() { MaxRetries = 9 }, TupleFailurePolicy.DeadLetter);
        Push(run, 1, 2, 3);

        Assert.True(run.TryStop());
        Assert.Equal([1, 1, 2, 2, 3, 3], bolt.Attempts.Select(attempt => attempt.Number));
        Assert.Equal(new() { [1] = 2, [2] = 2, [3] = 2 }, run.Content(_letters));
    }

    [Fact]
    public void Failures_InSeveralBoltsOfOneTask_AreTriedAgainEachForItself()
    {
        var (first, second) = (new FlakyBolt(_ => 1, _clock), new FlakyBolt(x => x == 2 ? 2 : 0, _clock));
        var behind = Flaky(first, new() { FirstDelay = Milliseconds(10) }).Then("second", () => second, options: new() { Retry = new() { FirstDelay = Milliseconds(7) } });
        View(behind);
        var run = new SteppedRun(_builder, _clock);
        Push(run, 1, 2, 3);
        for (var i = 0; i < 300; i++) run.Advance(1);

        Assert.Equal(new() { [1] = 4, [2] = 4, [3] = 4 }, Published(run));
        Assert.Equal(3, run.Component("flaky").TuplesRetried);
        Assert.Equal(2, run.Component("second").TuplesRetried); // of the first copy of 2; the second one finds it mended
        Assert.Single(run.Attempt.Tasks);
    }

    [Fact]
    public void PartialSums_BehindAWaitingTuple_AreHandedOn()
    {
        var emitted = Flaky(new FlakyBolt(x => x == 2 ? 1 : 0), new());
        _view = emitted.GroupBy(x => x).PreAggregate().Aggregate("counts", a => a.Count(), 2).ToView();
        var run = new SteppedRun(_builder, _clock);
        Push(run, 1, 2);

        Assert.True(run.Component("flaky").Retry.IsWaiting);
        Assert.Equal(2, run.Latest(_view, 1));
    }

    [Fact]
    public void Tick_WhileATupleWaits_ComesAfterIt()
    {
        var seen = new List<long>();
        var bolt = new ProbeBolt<long, long>((x, output, _) => output.Emit(x)) { OnTick = output => output.Emit(-1) };
        var ticking = _builder.AddSpout("numbers", _numbers).Then("ticking", () => bolt, options: new() { TickInterval = Milliseconds(20) });
        ticking.Then("flaky", () => new FlakyBolt(x => x == 1 ? 1 : 0), options: new() { Retry = new() }).ForEach("see", seen.Add);
        var run = new SteppedRun(_builder, _clock);
        Push(run, 1);
        for (var i = 0; i < 50; i++) run.Advance(1);

        Assert.Equal([1, 1, -1, -1], seen); // the ticks that were due meanwhile are one
    }

    [Theory]
    [InlineData("bolt")]
    [InlineData("two-input")]
    [InlineData("keyed-bolt")]
    public void Retry_OfAnyKindOfBolt_DropsHalfEffects(string kind)
    {
        var options = new ComponentOptions { Retry = new() { MaxRetries = 2, FirstDelay = Milliseconds(1) }, OnFailure = TupleFailurePolicy.DeadLetter };
        var (numbers, letters) = (_builder.AddSpout("numbers", _numbers), (Stream<DeadLetter<long>>)null!);
        static int Failures(long x) => (int)(x % 4); // every fourth number is a dead letter
        var times = kind == "two-input" ? 4L : 2;
        View(kind switch
        {
            "bolt" => Read(numbers.Then("flaky", () => new FlakyBolt(Failures), options: options)),
            "keyed-bolt" => Read(numbers.GroupBy(x => x % 3).Then("flaky", () => new FlakySummingBolt(Failures), options: options)),
            _ => Join(),
        });
        _letters = letters.GroupBy(letter => letter.Tuple).Aggregate("letters", a => a.Count()).ToView();
        var run = new SteppedRun(_builder, _clock);
        Push(run, Numbers(1, 40));
        for (var i = 0; i < 500; i++) run.Advance(1);

        Assert.Equal(Numbers(1, 40).Where(x => x % 4 != 3).ToDictionary(x => x, _ => times), Published(run));
        Assert.Equal(Numbers(1, 40).Where(x => x % 4 == 3).ToDictionary(x => x, _ => times / 2), run.Content(_letters));

        Stream<long> Read(ProcessedStream<long, long> stream)
        {
            letters = stream.DeadLetters();
            return stream;
        }

        Stream<long> Join()
        {
            var (first, second) = (new FlakyBolt(Failures), new FlakyBolt(Failures));
            var join = _builder.AddBolt("flaky", () => new ProbeTwoInputBolt<long, long, long>(first.Execute, second.Execute), options: options)
                .First(numbers).Second(numbers);
            letters = join.FirstDeadLetters().Merge(join.SecondDeadLetters());
            return join.Output;
        }
    }

    [Fact]
    public void Retry_DropsWhatWasEmittedOnTheSide()
    {
        var failed = false;
        var bolt = _builder.AddSpout("numbers", _numbers).Then<long>("flaky", (x, output) =>
        {
            output.Emit(_side, x);
            failed = !failed;
            if (failed) throw new TestFailure();
        }, options: new() { Retry = new() });
        bolt.Ignore();
        View(bolt.Side(_side));
        var run = new SteppedRun(_builder, _clock);
        Push(run, 1);
        run.Advance(50);

        Assert.Equal(new() { [1] = 1 }, Published(run));
    }

    [Fact]
    public async Task Waiting_AnswersReads_AndYieldsToAnAbort()
    {
        var view = Flaky(new FlakyBolt(x => x == 2 ? 99 : 0), new() { FirstDelay = TimeSpan.FromHours(1) })
            .GroupBy(x => x % 1).Aggregate("top", a => a.TopN(3, x => x)).ToView();
        var run = await _builder.StartAsync(new() { TimeProvider = _clock, Workers = 1 });
        await using var _ = run;
        _numbers.Push(1, 2, 3);
        await run.Until(() => run.Component("flaky").TuplesRetried == 1);

        var top = Task.Run(() => run.View(view).Read(0, ReadLevel.Latest).Value);
        Assert.Equal([new WeightedItem<long>(1, 2)], await run.Within(top));
        await run.Within(run.AbortAsync());
        Assert.Equal(RunState.Aborted, run.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_OfAWaitingRun_EndsIt(bool ownThread)
    {
        var bolt = Flaky(new FlakyBolt(x => x == 2 ? 99 : 0), new() { FirstDelay = TimeSpan.FromHours(1) }, TupleFailurePolicy.Skip, ownThread: ownThread);
        var view = View(bolt);
        await using var run = await _builder.StartAsync();
        _numbers.Push(1, 2, 3);
        await run.Until(() => run.Component("flaky").TuplesRetried == 1);

        await run.Within(run.StopAsync(RunFixture.Cancel));
        Assert.Equal(new() { [1] = 2, [3] = 2 }, run.View(view).Content());
    }

    private static long[] Numbers(int first, int count) => [.. Enumerable.Range(first, count).Select(x => (long)x)];

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Push(SteppedRun run, params long[] numbers)
    {
        _numbers.Push(numbers);
        run.Step();
    }

    private ProcessedStream<long, long> Flaky(
        FlakyBolt bolt, RetryPolicy retry, TupleFailurePolicy policy = TupleFailurePolicy.Halt, bool canFuse = true, bool ownThread = false) =>
        _builder.AddSpout("numbers", _numbers)
            .Then("flaky", () => bolt, options: new() { Retry = retry, OnFailure = policy, CanFuse = canFuse, OwnThread = ownThread });

    private SteppedRun Start(
        FlakyBolt bolt, RetryPolicy retry, TupleFailurePolicy policy = TupleFailurePolicy.Halt,
        Action<Stream<long>>? configure = null, SpeedLayerOptions? options = null)
    {
        var numbers = _builder.AddSpout("numbers", _numbers);
        configure?.Invoke(numbers);
        var flaky = numbers.Then("flaky", () => bolt, options: new() { Retry = retry, OnFailure = policy });
        View(flaky);
        if (policy == TupleFailurePolicy.DeadLetter)
        {
            _letters = flaky.DeadLetters().GroupBy(letter => letter.Tuple).Aggregate("letters", a => a.Sum(letter => letter.Attempts)).ToView();
        }
        return new SteppedRun(_builder, _clock, options);
    }

    private ViewName<long, long> View(Stream<long> stream) =>
        _view = stream.GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();

    private Dictionary<long, long> Published(SteppedRun run)
    {
        run.Ask(attempt => attempt.RequestEpoch());
        return run.Content(_view);
    }
}
