using LambdaSpeed.Streams;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <content>What becomes of calls when the run ends or fails.</content>
public sealed partial class AsyncBoltTests
{
    [Fact]
    public void Stop_WaitsForWhatIsHeld()
    {
        var run = Start(new() { MaxConcurrency = 1, StopPatience = Milliseconds(100) });
        Push(run, 1, 2);
        Assert.False(run.TryStop());
        End(run, 1);
        Assert.Equal([2], _outside.Pending);
        Assert.False(run.Attempt.Ending.IsCompleted);
        End(run, 2);

        Assert.True(run.Attempt.Ending.IsCompleted);
        Assert.Equal(new() { [10] = 1, [20] = 1 }, run.Content(_view));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Stop_ThatHasWaitedEnough_KeepsTheRest_AndTheNextAttemptCallsAgain(int patience)
    {
        var run = Start(new() { StopPatience = Milliseconds(patience) });
        Push(run, 1, 2, 3);
        End(run, 1);
        run.Ask(attempt => attempt.RequestEnd(SignalKind.Stop));
        if (patience > 0)
        {
            run.Advance(patience - 1);
            Assert.False(run.Attempt.Ending.IsCompleted);
            run.Advance(1);
        }
        Assert.True(run.Attempt.Ending.IsCompleted);
        Assert.Equal(new() { [10] = 1 }, run.Content(_view));

        _outside.End(2); // too late: the call was left behind
        await run.RestartAsync(meanwhile: _outside.EndAll);
        Assert.Equal([2, 3], _outside.Pending);
        _outside.EndAll();
        run.Step();
        run.Ask(attempt => attempt.RequestEpoch());
        Assert.Equal(new() { [10] = 1, [20] = 1, [30] = 1 }, run.Content(_view));
    }

    [Fact]
    public void Stop_LeavesOneMoreAttempt_AtOnce()
    {
        var options = new ComponentOptions
        {
            Retry = new() { MaxRetries = 9, FirstDelay = TimeSpan.FromHours(1) }, OnFailure = TupleFailurePolicy.Skip,
        };
        var run = Start(new() { StopPatience = TimeSpan.FromHours(2) }, options);
        Push(run, 1);
        Fail(run, 1);
        Assert.False(run.TryStop());
        Assert.Equal([1], _outside.Pending);
        Fail(run, 1);

        Assert.True(run.Attempt.Ending.IsCompleted);
        Assert.Equal(1, run.Component("calls").TuplesSkipped);
    }

    [Fact]
    public void Drain_WaitsForAsLongAsItTakes()
    {
        var run = Start(new() { StopPatience = TimeSpan.Zero, Timeout = TimeSpan.FromHours(1) });
        Push(run, 1, 2);
        run.Ask(attempt => attempt.RequestEnd(SignalKind.End));
        run.Advance(600_000);
        Assert.False(run.Attempt.Ending.IsCompleted);
        End(run, 1, 2);

        Assert.True(run.Attempt.Ending.IsCompleted);
        Assert.Equal(new() { [10] = 1, [20] = 1 }, run.Content(_view));
    }

    [Fact]
    public void EndOfTheInput_WaitsForCalls()
    {
        var run = Start(new());
        Push(run, 1);
        _numbers.End();
        run.Step();
        Assert.False(run.Attempt.Ending.IsCompleted);
        End(run, 1);

        Assert.True(run.Attempt.Ending.IsCompleted);
        Assert.Equal(new() { [10] = 1 }, run.Content(_view));
    }

    [Fact]
    public async Task Failure_OfTheAttempt_HasTheNextOneCallForWhatWasUnderWay_AndForNothingElse()
    {
        var run = Start(new());
        Push(run, 1, 2, 3);
        End(run, 1);
        run.Ask(attempt => attempt.RequestEpoch());
        End(run, 2); // handed on, but in no epoch yet
        Assert.Equal([10, 20], _seen);
        await run.RestartAsync(meanwhile: _outside.EndAll); // 3 completes, for nobody
        Assert.Equal([2, 3], _outside.Pending);
        End(run, 3);
        End(run, 2);
        run.Ask(attempt => attempt.RequestEpoch());

        Assert.Equal(new() { [10] = 1, [20] = 1, [30] = 1 }, run.Content(_view));
        Assert.Equal([10, 20, 20, 30], _seen);
    }

    [Fact]
    public async Task Abort_CancelsCalls_AndClosesTheBoltBehindThem()
    {
        var isClosedEarly = false;
        CallingBolt? bolt = null;
        bolt = new CallingBolt(async (x, _, token) =>
        {
            await _outside.WaitAsync(x, token, heedsToken: true);
            isClosedEarly |= bolt!.IsClosed;
        });
        _builder.AddSpout("numbers", _numbers).Then("calls", () => bolt, new AsyncOptions()).Ignore();
        await using var run = await _builder.StartAsync();
        _numbers.Push(1, 2, 3);
        await run.Until(() => run.Component("calls").Calls!.UnderWay == 3);

        await run.Within(run.AbortAsync());
        Assert.Equal([1, 2, 3], _outside.Cancelled.Order());
        Assert.True(bolt.IsClosed);
        Assert.False(isClosedEarly);
    }

    [Fact]
    public async Task Abort_LeavesACallBehind_ThatIgnoresItsToken()
    {
        var bolt = new CallingBolt(async (x, _, token) => await _outside.WaitAsync(x, token));
        _builder.AddSpout("numbers", _numbers).Then("calls", () => bolt, new AsyncOptions()).Ignore();
        await using var run = await _builder.StartAsync();
        _numbers.Push(1);
        await run.Until(() => run.Component("calls").Calls!.UnderWay == 1);

        await run.Within(run.AbortAsync());
        Assert.True(bolt.IsClosed);
        Assert.Equal([1], _outside.Pending);
        _outside.EndAll(); // harms nobody
    }

    [Fact]
    public async Task Describe_AndMetrics_ShowCalls()
    {
        Describe(new() { Timeout = TimeSpan.FromMinutes(10) });
        await using var run = await _builder.StartAsync();
        _numbers.Push(1, 2, 3);
        await run.Until(() => _outside.Pending.Length == 3);
        _outside.End(1);
        await run.Until(() => run.Component("calls").Calls!.Completed == 1);

        Assert.Equal(new CallsDescription(2, 2, 0, 1, 0), run.Component("calls").Calls);
        Assert.Null(run.Component("numbers").Calls);
        Assert.Contains("2 held, 2 calls under way, 0 left behind, 1 completed, 0 timed out", run.Describe().ToString(), StringComparison.Ordinal);
        _outside.EndAll();
        await run.Within(run.StopAsync(RunFixture.Cancel));
        Assert.Equal(new() { [10] = 1, [20] = 1, [30] = 1 }, run.View(_view).Content());
    }
}
