using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Async bolts on the test's own thread and clock: which calls are made when, and whose results are handed on.</summary>
public sealed partial class AsyncBoltTests
{
    private static readonly SideOutput<long> _side = new("side");

    private readonly FakeTimeProvider _clock = new();
    private readonly FedSpout<long> _numbers = new();
    private readonly TopologyBuilder _builder = new("stepped");
    private readonly OutsideCalls _outside;
    private readonly List<long> _seen = [];
    private ViewName<long, long> _view;
    private ViewName<long, long> _letters;

    public AsyncBoltTests() => _outside = new(_clock.GetUtcNow);

    [Fact]
    public void Results_InTheOrderOfTheInput_WaitForTheirTurn()
    {
        var run = Start(new());
        Push(run, 1, 2, 3);
        Assert.Equal([1, 2, 3], _outside.Pending); // calls are made at once all the same
        End(run, 3, 2);
        Assert.Empty(_seen);
        End(run, 1);

        Assert.Equal([10, 20, 30], _seen);
    }

    [Fact]
    public void Results_WithoutOrder_ComeAsCallsComplete()
    {
        var run = Start(new() { Order = AsyncOrder.None });
        Push(run, 1, 2, 3);
        End(run, 3);
        End(run, 1);
        End(run, 2);

        Assert.Equal([30, 10, 20], _seen);
    }

    [Fact]
    public void Calls_OfOneKey_ComeOneAfterTheOther_ThoseOfOthersMeanwhile()
    {
        var run = Start(new(), orderBy: x => x % 10);
        Push(run, 1, 11, 21, 2, 12);
        Assert.Equal([1, 2], _outside.Pending);
        End(run, 2);
        Assert.Equal([1, 12], _outside.Pending);
        End(run, 1);
        Assert.Equal([12, 11], _outside.Pending);
        End(run, 11, 12);
        End(run, 21);

        Assert.Equal([20, 10, 110, 120, 210], _seen);
        Push(run, 31);
        Assert.Equal([31], _outside.Pending); // the key is free again
    }

    [Fact]
    public void Retry_OfOneKey_HoldsUpThatKeyAlone()
    {
        var run = Start(new(), new() { Retry = new() { FirstDelay = Milliseconds(50) } }, orderBy: x => x % 10);
        Push(run, 1, 11, 2);
        Fail(run, 1);
        End(run, 2);
        Assert.Empty(_outside.Pending);
        run.Advance(50);
        Assert.Equal([1], _outside.Pending);
        End(run, 1);
        End(run, 11);

        Assert.Equal([20, 10, 110], _seen);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(4, 4)]
    [InlineData(4, 32)]
    public void FullBolt_MakesNoMoreCalls_AndLeavesTheRestToTheSource(int most, int? held)
    {
        var options = new AsyncOptions { MaxConcurrency = most, MaxHeld = held };
        var run = Start(options, engine: new() { ChunkSize = 8, EdgeCapacity = 2 });
        Push(run, Numbers(0, 1000));
        Assert.Equal(most, _outside.Pending.Length);
        Assert.InRange(run.Component("calls").Calls!.Held, most, options.Capacity);
        Assert.True(_numbers.Waiting > 850, $"{_numbers.Waiting} numbers wait in the source");
        while (_outside.Pending is [var first, ..])
        {
            End(run, first);
            Assert.InRange(run.Component("calls").Calls!.Held, 0, options.Capacity);
        }

        Assert.Equal(Numbers(0, 1000).Select(x => x * 10), _seen);
        Assert.Equal(most, _outside.MostAtOnce);
    }

    [Fact]
    public void Barrier_PassesCalls_AndTheirResultsBelongToTheEpochOfTheirCompletion()
    {
        var run = Start(new());
        Push(run, 1, 2);
        End(run, 1);
        run.Ask(attempt => attempt.RequestEpoch());
        Assert.Equal(1, run.Published.Number);
        Assert.Equal(new() { [10] = 1 }, run.Content(_view));
        End(run, 2);
        Assert.Equal(new() { [10] = 1 }, run.Content(_view));
        run.Advance(20); // what completes while nothing flows is published by an epoch of its own

        Assert.Equal(new() { [10] = 1, [20] = 1 }, run.Content(_view));
        var published = run.Published;
        run.Advance(1000);
        Assert.Equal(published, run.Published);
    }

    [Fact]
    public void Barrier_BehindAFullBolt_PassesWithoutACallCompleting()
    {
        var run = Start(new() { MaxConcurrency = 2, MaxHeld = 2 }, engine: new() { ChunkSize = 1, EdgeCapacity = 8 });
        Push(run, 1, 2);
        run.Ask(attempt => attempt.RequestEpoch());

        Assert.Equal(2, run.Component("calls").Calls!.Held);
        Assert.Equal(1, run.Published.Number);
    }

    private static long[] Numbers(int first, int count) => [.. Enumerable.Range(first, count).Select(x => (long)x)];

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static CallsDescription Calls(SteppedRun run)
    {
        var calls = run.Component("calls").Calls!;
        return new(calls.Held, calls.UnderWay, calls.LeftBehind, calls.Completed, calls.TimedOut);
    }

    private void Push(SteppedRun run, params long[] numbers)
    {
        _numbers.Push(numbers);
        run.Step();
    }

    private void End(SteppedRun run, params long[] numbers)
    {
        foreach (var number in numbers) _outside.End(number);
        run.Step();
    }

    private void Fail(SteppedRun run, long number)
    {
        _outside.End(number, new TestFailure());
        run.Step();
    }

    private async ValueTask CallAsync(long number, Emitter<long> output, CancellationToken cancellationToken)
    {
        await _outside.WaitAsync(number, cancellationToken);
        output.Emit(number * 10);
    }

    private SteppedRun Start(
        AsyncOptions calls, ComponentOptions? options = null, Func<long, long>? orderBy = null,
        Func<long, Emitter<long>, CancellationToken, ValueTask>? call = null, SpeedLayerOptions? engine = null, bool withSide = false)
    {
        Describe(calls, options, orderBy, call, withSide);
        return new SteppedRun(_builder, _clock, engine);
    }

    private void Describe(
        AsyncOptions calls, ComponentOptions? options = null, Func<long, long>? orderBy = null,
        Func<long, Emitter<long>, CancellationToken, ValueTask>? call = null, bool withSide = false)
    {
        var numbers = _builder.AddSpout("numbers", _numbers);
        AsyncBolt<long, long> Make() => new CallingBolt(call ?? CallAsync);
        var calling = orderBy is null
            ? numbers.Then("calls", Make, calls, options: options)
            : numbers.Then("calls", Make, orderBy, calls, options: options);
        calling.ForEach("see", _seen.Add);
        _view = calling.GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();
        if (withSide) calling.Side(_side).ForEach("see-side", x => _seen.Add(-x));
        if (options is not { OnFailure: TupleFailurePolicy.DeadLetter }) return;
        _letters = calling.DeadLetters().GroupBy(letter => letter.Tuple).Aggregate("letters", a => a.Sum(letter => letter.Attempts)).ToView();
    }
}
