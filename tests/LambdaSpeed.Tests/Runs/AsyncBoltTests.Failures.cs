using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <content>What becomes of tuples whose calls fail, take too long, or complete at once.</content>
public sealed partial class AsyncBoltTests
{
    [Fact]
    public void Call_ThatTakesTooLong_HasFailed_AndItsCompletionIsIgnored()
    {
        var run = Start(new() { Timeout = Milliseconds(100) }, new() { Retry = new() { MaxRetries = 1, FirstDelay = Milliseconds(50) } });
        Push(run, 1);
        run.Advance(99);
        Assert.Single(_outside.Begun);
        run.Advance(1);
        Assert.Equal(new CallsDescription(1, 0, 1, 0, 1), Calls(run));
        run.Advance(50);
        Assert.Equal([(1L, 0.0), (1, 150)], _outside.Begun.Select(call => (call.Number, (call.At - _clock.Start).TotalMilliseconds)));
        End(run, 1); // the first call: it has emitted, but that counts for nothing
        Assert.Empty(_seen);
        Assert.Equal(new CallsDescription(1, 1, 0, 0, 1), Calls(run));
        End(run, 1);

        Assert.Equal([10], _seen);
        Assert.Equal(new CallsDescription(0, 0, 0, 1, 1), Calls(run));
        SpinWait.SpinUntil(() => _outside.Cancelled.Count > 0, RunFixture.Patience); // the pool tells who has registered
        Assert.Equal([1], _outside.Cancelled);
    }

    [Fact]
    public void Call_ThatNeverReturns_HoldsUpNothingForLongerThanItsTime()
    {
        var run = Start(new() { MaxConcurrency = 2, Timeout = Milliseconds(100) }, new() { OnFailure = TupleFailurePolicy.Skip });
        Push(run, 1, 2, 3, 4);
        run.Advance(100);
        Assert.Equal([1, 2, 3, 4], _outside.Numbers);
        End(run, 3, 4);

        Assert.Equal([30, 40], _seen);
        Assert.Equal((2, 2), (run.Component("calls").TuplesSkipped, run.Component("calls").Calls!.LeftBehind));
    }

    [Theory]
    [InlineData(AsyncOrder.Input)]
    [InlineData(AsyncOrder.None)]
    public void Calls_ThatCompleteAtOnce_NeedNobody(AsyncOrder order)
    {
        var run = Start(new() { Order = order, MaxConcurrency = 3 }, call: (x, output, _) =>
        {
            output.Emit(x * 10);
            return ValueTask.CompletedTask;
        });
        Push(run, Numbers(0, 5000));

        Assert.Equal(Numbers(0, 5000).Select(x => x * 10), _seen);
        Assert.Equal(new CallsDescription(0, 0, 0, 5000, 0), Calls(run));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Failure_DropsWhatWasEmitted_OnAllOutputs(bool atOnce)
    {
        var attempts = 0;
        var run = Start(new(), new() { Retry = new() { FirstDelay = Milliseconds(1) } }, call: async (x, output, _) =>
        {
            output.Emit(x * 10);
            output.Emit(_side, x);
            if (!atOnce) await _outside.WaitAsync(x, default);
            if (++attempts <= 2) throw new TestFailure();
            output.Emit(x * 10);
        }, withSide: true);
        Push(run, 1);
        for (var i = 0; i < 10; i++)
        {
            _outside.EndAll();
            run.Advance(1);
        }

        Assert.Equal([10, 10, -1], _seen.OrderDescending());
        Assert.Equal(2, run.Component("calls").TuplesRetried);
    }

    [Theory]
    [InlineData(TupleFailurePolicy.Skip)]
    [InlineData(TupleFailurePolicy.DeadLetter)]
    [InlineData(TupleFailurePolicy.Halt)]
    public void Retries_ComeAfterDelaysThatDouble_AndInVainEndInThePolicy(TupleFailurePolicy policy)
    {
        var options = new ComponentOptions { Retry = new() { MaxRetries = 2, FirstDelay = Milliseconds(50) }, OnFailure = policy };
        var run = Start(new(), options);
        Push(run, 1, 2, 3);
        End(run, 1, 3);
        Fail(run, 2);
        for (var i = 0; i < 200; i++)
        {
            run.Advance(1);
            if (_outside.Pending.Length > 0) Fail(run, 2);
        }

        var times = _outside.Begun.Where(call => call.Number == 2).Select(call => (call.At - _clock.Start).TotalMilliseconds);
        Assert.Equal([0.0, 50, 150], times);
        Assert.Equal(2, run.Component("calls").TuplesRetried);
        Assert.Equal(policy == TupleFailurePolicy.Halt ? 3 : null, run.Fault?.Attempts);
        Assert.Equal(policy == TupleFailurePolicy.Halt ? 1 : null, run.Fault?.Ordinal);
        Assert.Equal(policy == TupleFailurePolicy.Skip ? 1 : 0, run.Component("calls").TuplesSkipped);
        if (policy == TupleFailurePolicy.Halt) return;
        Assert.Equal([10, 30], _seen);
        run.Ask(attempt => attempt.RequestEpoch());
        if (policy == TupleFailurePolicy.DeadLetter) Assert.Equal(new() { [2] = 3 }, run.Content(_letters)); // by tuple, the attempts
    }

    [Fact]
    public void Emit_AfterTheCallHasCompleted_IsRefused()
    {
        Emitter<long>? kept = null;
        var run = Start(new(), call: (x, output, _) =>
        {
            kept = output;
            return ValueTask.CompletedTask;
        });
        Push(run, 1);

        Assert.Contains("'calls' was used outside", Assert.Throws<InvalidOperationException>(() => kept!.Emit(7)).Message);
        Push(run, 2);
        Assert.Empty(_seen);
    }

    [Fact]
    public void Key_ThatCannotBeTaken_FallsUnderThePolicy()
    {
        var run = Start(new(), new() { OnFailure = TupleFailurePolicy.Skip }, orderBy: x => x == 2 ? throw new TestFailure() : x);
        Push(run, 1, 2, 3);
        _outside.EndAll();
        run.Step();

        Assert.Equal([10, 30], _seen);
        Assert.Equal(1, run.Component("calls").TuplesSkipped);
    }

    [Fact]
    public void Limit_OfEmits_IsThatOfOneCall()
    {
        var run = Start(new(), new() { OnFailure = TupleFailurePolicy.Skip }, engine: new() { MaxEmitsPerTuple = 3 }, call: (x, output, _) =>
        {
            for (var i = 0; i < x; i++) output.Emit(x);
            return ValueTask.CompletedTask;
        });
        Push(run, 3, 4, 2);

        Assert.Equal([3, 3, 3, 2, 2], _seen);
        Assert.Equal(1, run.Component("calls").TuplesSkipped);
    }
}
